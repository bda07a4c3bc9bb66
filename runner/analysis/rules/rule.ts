/** What the text of a flow shows beyond its graph, for the rules about artifacts. */
import type { FlowDescription } from '../../flow/description';
import type { Finding } from '../../flow/findings';
import type { AnalysedFlow } from '../analyse';
import { artifactFlow } from '../artifacts/artifactFlow';
import type { ArtifactFlow } from '../artifacts/model';
import { assignmentsIn, type SelfAssignment } from '../assignments';
import type { Range } from '../positions';

export interface FlowText {
  readonly flow: AnalysedFlow;
  readonly artifacts: ArtifactFlow;
  readonly description: FlowDescription;
  /** What each step assigns to `self`, in the order of the text. */
  readonly assignments: ReadonlyMap<string, readonly SelfAssignment[]>;
  /** Class attributes that are values: Metaflow makes them read-only in steps. */
  readonly constants: ReadonlySet<string>;
}

export interface RelatedPlace {
  /** Absolute path. */
  readonly file: string;
  readonly range: Range;
  readonly message: string;
}

/** Without a range it is about the step as a whole. */
export interface TextFinding extends Finding {
  /** Absolute path; without one it is in the file of the step that it names. */
  readonly file?: string;
  readonly range?: Range;
  /** Other places that explain it. */
  readonly related?: readonly RelatedPlace[];
  /** What was most likely meant by the name at the range. */
  readonly meant?: string;
  /** Code that does nothing: editors fade it. */
  readonly faded?: true;
}

export function flowText(flow: AnalysedFlow): FlowText {
  return {
    flow,
    artifacts: artifactFlow(flow),
    description: flow.description,
    assignments: new Map(
      [...flow.steps].map(([name, { model }]) => [name, assignmentsIn(model.effects)]),
    ),
    constants: flow.constants,
  };
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
