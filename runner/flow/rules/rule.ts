/** What every rule gets: the flow, and what most rules ask about it, computed once. */
import type { FlowDescription, StepDescription } from '../description';
import type { Finding } from '../findings';
import { predecessors, reachable, stepsByName } from '../graph';

export interface CheckedFlow {
  readonly description: FlowDescription;
  /** In the description's order. */
  readonly steps: ReadonlyMap<string, StepDescription>;
  readonly predecessors: ReadonlyMap<string, readonly string[]>;
  readonly reachable: ReadonlySet<string>;
}

/** A rule is pure and finds everything that it is about, not only the first. */
export type Rule = (flow: CheckedFlow) => readonly Finding[];

export function toCheckedFlow(description: FlowDescription): CheckedFlow {
  return {
    description,
    steps: stepsByName(description),
    predecessors: predecessors(description),
    reachable: reachable(description),
  };
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(names: readonly string[]): string {
  const last = names.at(-1);
  if (last === undefined) return 'nothing';
  return names.length === 1 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
