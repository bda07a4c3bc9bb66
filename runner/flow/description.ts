/**
 * Contract 1 of 4: what a flow is.
 *
 * Two producers: the static analysis (`runner/analysis`) and the Python runtime (`metaflow/_describe.py`).
 * Where both can answer they agree (`agreement.ts`; held by test/integration/describe.test.ts).
 */
import * as v from 'valibot';

/** A value that only Python can compute, kept as its source text (static) or a short name (Python). */
export interface Expression {
  readonly $expression: string;
}
export type Json =
  null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Metaflow's names, as in its `_graph_info`. A start step that splits has the split's type. */
export const NODE_TYPES = [
  'start',
  'linear',
  'join',
  'end',
  'split-static',
  'split-foreach',
  'split-parallel',
  'split-switch',
] as const;
export type NodeType = (typeof NODE_TYPES)[number];

/**
 * A decorator of a step or of the flow. `attributes` is complete: the decorator's defaults
 * (`decorators.ts`) overlaid with what the source gives.
 */
export interface DecoratorDescription {
  readonly name: string;
  readonly attributes: { readonly [name: string]: Json };
}

const PARAMETER_TYPES = ['str', 'int', 'float', 'bool', 'JSONType', 'FilePath', 'unknown'] as const;
export type ParameterType = (typeof PARAMETER_TYPES)[number];

export interface ParameterDescription {
  /** The command-line name: `--name`. */
  readonly name: string;
  /** The Python attribute; also the artifact's name. */
  readonly attribute: string;
  readonly kind: 'parameter' | 'config' | 'include-file';
  /** Of the value; from the default's type when the source names none; `unknown` when only running the code can tell. */
  readonly type: ParameterType;
  /** Absent when there is none. May be an Expression (a callable, a computed value). */
  readonly default?: Json;
  readonly required: boolean;
  readonly help?: string;
}

export interface StepDescription {
  readonly name: string;
  readonly type: NodeType;
  /** 1-based line of the `def` (not of its first decorator) in `sourceFile`. */
  readonly line: number;
  /** Absolute path of the module that defines the step (a base class may live elsewhere). */
  readonly sourceFile: string;
  readonly doc: string;
  readonly decorators: readonly DecoratorDescription[];
  /** The steps named in `self.next`, in order; empty for the end step. */
  readonly next: readonly string[];
  /** The step takes a second argument: it is a join (or is meant to be one). */
  readonly takesInputs: boolean;
  /** split-foreach: the artifact whose items are split over. */
  readonly foreachArtifact?: string;
  /** split-parallel. */
  readonly numParallel?: number;
  /** split-switch. */
  readonly condition?: string;
  readonly switchCases?: { readonly [value: string]: string };
}

export interface FlowDescription {
  /** Of this form; readers reject what they do not know. */
  readonly version: 1;
  readonly name: string;
  /** Absolute path of the file that was opened or run. */
  readonly file: string;
  readonly doc: string;
  readonly startStep: string;
  readonly endStep: string;
  readonly parameters: readonly ParameterDescription[];
  /** Flow decorators (`@project`, `@schedule`, …). */
  readonly decorators: readonly DecoratorDescription[];
  /** In order of definition in the source; inherited steps first. */
  readonly steps: readonly StepDescription[];
}

const json: v.GenericSchema<Json> = v.lazy(() =>
  v.union([
    v.null(),
    v.boolean(),
    v.number(),
    v.string(),
    v.array(json),
    v.record(v.string(), json),
  ]),
);
const decorator = v.object({ name: v.string(), attributes: v.record(v.string(), json) });

/** Checks what comes from Python. Unknown keys are dropped. */
export const FlowDescriptionSchema = v.object({
  version: v.literal(1),
  name: v.string(),
  file: v.string(),
  doc: v.string(),
  startStep: v.string(),
  endStep: v.string(),
  parameters: v.array(
    v.object({
      name: v.string(),
      attribute: v.string(),
      kind: v.picklist(['parameter', 'config', 'include-file']),
      type: v.picklist(PARAMETER_TYPES),
      default: v.exactOptional(json),
      required: v.boolean(),
      help: v.exactOptional(v.string()),
    }),
  ),
  decorators: v.array(decorator),
  steps: v.array(
    v.object({
      name: v.string(),
      type: v.picklist(NODE_TYPES),
      line: v.number(),
      sourceFile: v.string(),
      doc: v.string(),
      decorators: v.array(decorator),
      next: v.array(v.string()),
      takesInputs: v.boolean(),
      foreachArtifact: v.exactOptional(v.string()),
      numParallel: v.exactOptional(v.number()),
      condition: v.exactOptional(v.string()),
      switchCases: v.exactOptional(v.record(v.string(), v.string())),
    }),
  ),
}) satisfies v.GenericSchema<unknown, FlowDescription>;

export function isExpression(value: Json | undefined): value is { readonly $expression: string } {
  return typeof value === 'object' && value !== null && '$expression' in value;
}
