/**
 * What the body of a method does to its flow, as plain data in the order of the text: which attributes of `self` and of a
 * join's inputs it reads and sets, and under which circumstances. `source/body.ts` reads it from the syntax tree;
 * `artifacts/` works out from it which artifacts reach which step.
 */
import type { AssignedValue } from './assigned';
import type { NamePlace, NextModel } from './model';
import type { Range } from './positions';

export type Effect =
  | ReadEffect
  | WriteEffect
  /** `del self.name`. */
  | { readonly kind: 'delete'; readonly name: string; readonly range: Range }
  /** `self.name(…)`: a method of the flow, or an artifact that can be called. */
  | { readonly kind: 'call'; readonly name: string; readonly range: Range }
  /** `super().name(…)`. */
  | { readonly kind: 'super'; readonly name: string; readonly range: Range }
  | InputReadEffect
  /** `inputs.branch`, whatever is done with it. */
  | {
      readonly kind: 'branch';
      readonly step: string;
      readonly range: Range;
      /** The code is prepared for it to be no input. */
      readonly guarded?: true;
    }
  /** The inputs of a join go where the text does not follow them: any of their artifacts may be read. */
  | { readonly kind: 'inputs-escape'; readonly range: Range }
  | MergeEffect
  /** `self` goes where the text does not follow it (`helper(self)`, `setattr(self, name, …)`): anything may be set or read. */
  | { readonly kind: 'escape'; readonly range: Range }
  /** Each `self.next(…)`; Metaflow sees only one that is a step's last statement. */
  | { readonly kind: 'next'; readonly next: NextModel }
  /** Nothing after it on the same way happens. */
  | { readonly kind: 'exit'; readonly how: 'return' | 'raise'; readonly range: Range }
  /** `break` and `continue`: nothing after it in this turn of the loop happens. */
  | { readonly kind: 'jump' }
  /** One of the arms happens. `if` without `else` has an empty arm. */
  | { readonly kind: 'choice'; readonly arms: readonly (readonly Effect[])[] }
  /** A loop: usually at least once; over the inputs of a join surely. */
  | { readonly kind: 'repeat'; readonly body: readonly Effect[]; readonly overInputs?: true }
  /** `try`; `handlers` do not happen when all goes well; `otherwise` is its `else`. */
  | {
      readonly kind: 'attempt';
      readonly body: readonly Effect[];
      readonly handlers: readonly (readonly Effect[])[];
      readonly otherwise: readonly Effect[];
      readonly last: readonly Effect[];
    }
  /** The body of a nested function or a lambda: it may happen later, often, or never. */
  | { readonly kind: 'later'; readonly body: readonly Effect[] };

/** `self.name`. */
export interface ReadEffect {
  readonly kind: 'read';
  readonly name: string;
  /** Of the name alone; of the text in quotes for `getattr(self, 'name')`. */
  readonly range: Range;
  /** The code is prepared for it to be missing: `hasattr`, `getattr` with a default, `try` with a fitting `except`. */
  readonly guarded: boolean;
}

/** `self.name = value`. */
export interface WriteEffect {
  readonly kind: 'write';
  readonly name: string;
  /** Of the name alone. */
  readonly range: Range;
  /** Of `self.name`. */
  readonly targetRange: Range;
  readonly value: AssignedValue;
  /** Of the value; absent where it is a part of one, or given in another way. */
  readonly valueRange?: Range;
  /** `self.name: annotation = value`, as written. */
  readonly annotation?: string;
}

export type InputSource =
  /** Each of them in turn: `for i in inputs: i.name`. */
  | { readonly kind: 'every' }
  /** `inputs[0].name`. */
  | { readonly kind: 'one' }
  /** `inputs.step.name`. */
  | { readonly kind: 'step'; readonly step: string };

/** An artifact of an input of a join. */
export interface InputReadEffect {
  readonly kind: 'input';
  readonly from: InputSource;
  readonly name: string;
  /** Of the name alone. */
  readonly range: Range;
  readonly guarded: boolean;
}

/** `self.merge_artifacts(inputs, include=[…], exclude=[…])`. */
export interface MergeEffect {
  readonly kind: 'merge';
  readonly range: Range;
  /** Lists that only Python can compute are `unknown`. */
  readonly include?: readonly string[] | 'unknown';
  readonly exclude?: readonly string[] | 'unknown';
  /** The names in both lists that are plain texts. */
  readonly mentions: readonly NamePlace[];
  /** The code is prepared for it to fail. */
  readonly guarded?: true;
  /** Not all of the inputs are given: `inputs[:2]`, `[inputs.a]`. */
  readonly partial?: true;
}
