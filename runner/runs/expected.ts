/** How many tasks each step will have, as soon as the splits before it are known. Pure. */
import type { FlowDescription, StepDescription } from '../flow/description';
import { matchingJoins, predecessors, topological } from '../flow/graph';
import type { RunFold } from './fold';

/** What depends on the graph alone: computed once for a description. */
interface GraphOrder {
  readonly order: readonly StepDescription[];
  readonly sources: ReadonlyMap<string, readonly string[]>;
  readonly splitOfJoin: ReadonlyMap<string, string>;
  readonly byName: ReadonlyMap<string, StepDescription>;
}
const orders = new WeakMap<FlowDescription, GraphOrder>();

/** Step → tasks; a step is absent as long as nobody can know. */
export function expectedTasks(fold: RunFold): ReadonlyMap<string, number> {
  const expected = new Map<string, number>();
  if (!fold.description) return expected;
  const graph = orderOf(fold.description);
  for (const step of graph.order) {
    const count = expectedOf(step, graph, fold, expected);
    if (count !== undefined) expected.set(step.name, count);
  }
  return expected;
}

function expectedOf(
  step: StepDescription,
  graph: GraphOrder,
  fold: RunFold,
  expected: ReadonlyMap<string, number>,
): number | undefined {
  if (step.name === fold.description?.startStep) return 1;
  const split = graph.splitOfJoin.get(step.name);
  if (split !== undefined) return expected.get(split);
  const counts = (graph.sources.get(step.name) ?? []).map((source) =>
    tasksThrough(graph.byName.get(source), fold, expected),
  );
  const known = counts.filter((count) => count !== undefined);
  if (counts.length === 0 || known.length < counts.length) return undefined;
  return known.reduce((sum, count) => sum + count, 0);
}

/** The tasks that `source` sends to each of its targets, all told. */
function tasksThrough(
  source: StepDescription | undefined,
  fold: RunFold,
  expected: ReadonlyMap<string, number>,
): number | undefined {
  if (!source) return undefined;
  const tasks = expected.get(source.name);
  // Which way a switch goes, and how often a loop turns, nobody knows before.
  if (source.type === 'split-switch') return undefined;
  if (source.type !== 'split-foreach' && source.type !== 'split-parallel') return tasks;
  const splits = fold.steps.get(source.name)?.splits;
  return splits && tasks !== undefined && splits.tasks >= tasks ? splits.total : undefined;
}

function orderOf(description: FlowDescription): GraphOrder {
  const known = orders.get(description);
  if (known) return known;
  const byName = new Map(description.steps.map((step) => [step.name, step]));
  const order = topological(description)
    .map((name) => byName.get(name))
    .filter((step) => step !== undefined);
  const splitOfJoin = new Map(
    [...matchingJoins(description)].map(([split, join]) => [join, split]),
  );
  const graph = { order, sources: predecessors(description), splitOfJoin, byName };
  orders.set(description, graph);
  return graph;
}
