/** What the text of a flow shows beyond its graph, for the rules about artifacts. */
import type { FlowDescription } from '../../flow/description';
import type { Finding } from '../../flow/findings';
import type { SelfAssignment } from '../assignments';
import type { Range } from '../positions';

export interface FlowText {
  readonly description: FlowDescription;
  /** What each step assigns to `self`, in the order of the text. */
  readonly assignments: ReadonlyMap<string, readonly SelfAssignment[]>;
  /** Class attributes that are values: Metaflow makes them read-only in steps. */
  readonly constants: ReadonlySet<string>;
}

/** In the file of the step that it names; without a range it is about the step as a whole. */
export interface TextFinding extends Finding {
  readonly range?: Range;
}

export type TextRule = (flow: FlowText) => readonly TextFinding[];

/** The assignment that decides what the artifact is when the step ends; `undefined` when the text cannot tell. */
export function lastAssignment(
  flow: FlowText,
  step: string,
  artifact: string,
): SelfAssignment | undefined {
  const last = flow.assignments.get(step)?.findLast(({ name }) => name === artifact);
  return last?.always ? last : undefined;
}
