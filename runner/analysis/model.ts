/**
 * What one Python file says by itself, as plain data: names as they are written, not yet followed to what they mean
 * (`names.ts` does that). It keeps no syntax tree, so that thousands of files can be remembered.
 */
import type { Json } from '../flow/description';
import type { Effect } from './effects';
import type { Range } from './positions';

export interface ModuleModel {
  /** Absolute path. */
  readonly file: string;
  /** Local name → what it was imported as. */
  readonly imports: ReadonlyMap<string, ImportedName>;
  /** Modules of `from m import *`. */
  readonly stars: readonly string[];
  /** Outermost classes by name; the last one of a name counts, as in Python. */
  readonly classes: ReadonlyMap<string, ClassModel>;
  /** Outermost functions by name, each with its decorators: one of them may make a step decorator of it. */
  readonly functions: ReadonlyMap<string, readonly CallModel[]>;
  /** Names that the module calls outside of functions and classes: `PenguinsFlow()` under the guard. */
  readonly called: ReadonlySet<string>;
  /** Row → what a comment at its end says not to report there (`# flowdeck: ignore[code]`). */
  readonly ignores: ReadonlyMap<number, IgnoredCodes>;
}

/** Codes of rules, or all of them. */
export type IgnoredCodes = ReadonlySet<string> | 'all';

export interface ImportedName {
  /** `metaflow`, `.base`. */
  readonly module: string;
  /** Absent for `import module` itself. */
  readonly name?: string;
  /** Of the name (or module) as it is written, without an alias. */
  readonly range: Range;
}

export interface ClassModel {
  readonly name: string;
  readonly nameRange: Range;
  readonly range: Range;
  /** Dotted names; of `Base[T]` without the index; any other expression as its text. */
  readonly bases: readonly string[];
  readonly doc: string;
  /** Top to bottom. */
  readonly decorators: readonly CallModel[];
  readonly members: readonly MemberModel[];
  /**
   * Where the class body itself uses or declares its own attributes, outside of methods: `default=SIZE`,
   * `@resources(cpu=config.cpu)`, `model: Model`.
   */
  readonly mentions: readonly NamePlace[];
}

/** A place where the text names an attribute of a flow. */
export interface NamePlace {
  readonly name: string;
  /** Of the name alone, without quotes. */
  readonly range: Range;
  /** It is a text: `foreach='items'`. */
  readonly quoted?: true;
}

/** Where an argument of a call stands. */
export interface ArgumentPlace {
  /** Of the keyword; absent for one that is given by position. */
  readonly nameRange?: Range;
  readonly valueRange: Range;
  /** Of what stands between the quotes of a plain text. */
  readonly textRange?: Range;
}

/** `name`, `name(…)` or `module.name(…)`. */
export interface CallModel {
  /** Dotted. */
  readonly callee: string;
  /** Of the whole; of a decorator without its `@`. */
  readonly range: Range;
  /** It has parentheses: `@step()`. */
  readonly called: boolean;
  /** Of the callee alone. */
  readonly calleeRange: Range;
  /** By keyword, or by position as a text (`"0"`). */
  readonly places: ReadonlyMap<string, ArgumentPlace>;
  readonly positional: readonly Json[];
  readonly keywords: { readonly [name: string]: Json };
  /** Has `**options`: what else is given, only Python knows. */
  readonly splat: boolean;
  /** Keywords (or positions, `"1"`) that are written as floats: JSON cannot tell 1.0 from 1. */
  readonly floats: ReadonlySet<string>;
}

export type MemberModel = FunctionModel | AssignmentModel;

export interface FunctionModel {
  readonly kind: 'function';
  readonly name: string;
  readonly nameRange: Range;
  readonly range: Range;
  readonly doc: string;
  /** Top to bottom. */
  readonly decorators: readonly CallModel[];
  /** Names of the plain positional parameters, `self` first. */
  readonly parameters: readonly string[];
  /** Of what stands in the parentheses of the `def`, them included. */
  readonly parametersRange?: Range;
  /** Of its block of statements. */
  readonly bodyRange?: Range;
  /** Something inside cannot be parsed (yet). */
  readonly broken: boolean;
  /** A call of it does not run its body: `async def`, or a `yield` makes a generator of it. */
  readonly suspends?: 'async' | 'generator';
  /** What it does to the flow, in the order of the text. */
  readonly effects: readonly Effect[];
  /** Its last statement, if that is `self.next(…)`. */
  readonly next?: NextModel;
}

export interface AssignmentModel {
  readonly kind: 'assignment';
  readonly name: string;
  readonly nameRange: Range;
  /** Present when the value is a call. */
  readonly call?: CallModel;
  /** The value is a literal: a constant of the flow. */
  readonly literal: boolean;
}

/** A call of `self.next`. */
export interface NextModel {
  readonly range: Range;
  readonly form: NextForm;
  /** False for what Metaflow does not take: other keywords, computed targets, a foreach into two steps. */
  readonly valid: boolean;
  readonly targets: readonly { readonly name: string; readonly range: Range }[];
  /** Steps that are not named as `self.step`: in quotes, without `self`, called. */
  readonly misnamed: readonly MisnamedStep[];
  /** Every attribute of the flow that its arguments name: the targets, and artifacts in quotes. */
  readonly mentions: readonly NamePlace[];
}

export interface MisnamedStep {
  /** The step that is meant. */
  readonly name: string;
  readonly how: 'text' | 'bare' | 'call';
  /** Of the whole argument. */
  readonly range: Range;
}

export type NextForm =
  | { readonly kind: 'linear' | 'branch' }
  /** `artifact` is absent when it is not a literal. */
  | { readonly kind: 'foreach'; readonly artifact?: string }
  | { readonly kind: 'parallel'; readonly size?: number }
  | {
      readonly kind: 'switch';
      readonly condition: string;
      readonly cases: { readonly [value: string]: string };
    };
