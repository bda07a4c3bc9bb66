import { framesAfter, knownTargets, matchingJoins, type SplitFrame } from '../graph';
import { arrivals, arrivingBranches, splitsKey } from './balance';
import { listed, type CheckedFlow, type Rule } from './rule';

/** Where branches meet, a join with `inputs` must stand. */
export const missingInputs: Rule = (flow) => {
  const findings: ReturnType<Rule>[number][] = [];
  const reported = new Set<string>();
  for (const [name, ways] of arrivals(flow)) {
    const step = flow.steps.get(name);
    const splits = new Set(ways.map((way) => splitsKey(way.frames)));
    const branches = arrivingBranches(ways);
    const split = ways[0]?.frames.at(-1)?.split;
    if (!step || step.takesInputs || splits.size !== 1 || branches.length < 2) continue;
    if (split === undefined || reported.has(split) || joinsByChoice(flow, split)) continue;
    reported.add(split);
    const isEnd = name === flow.description.endStep;
    findings.push({
      code: 'missing-inputs',
      severity: 'error',
      message: `The branches ${listed(branches)} meet in step ${name}, which takes no inputs`,
      remedy: isEnd
        ? `Put a join step with the argument inputs before ${name}.`
        : `Make it a join: def ${name}(self, inputs).`,
      step: name,
    });
  }
  return findings;
};

/**
 * Whether the steps before the join still stand for every branch: choices may lead several branches to one step, and
 * Metaflow counts such a step for the last branch that names it.
 */
function joinsByChoice(flow: CheckedFlow, split: string): boolean {
  const join = matchingJoins(flow.description).get(split);
  const last = lastWays(flow);
  const branches = (flow.predecessors.get(join ?? '') ?? []).map((name) => {
    const frames = last.get(name) ?? [];
    const own = flow.steps.get(name)?.takesInputs ? frames.slice(0, -1) : frames;
    return own.at(-1)?.branch;
  });
  const expected = new Set(flow.steps.get(split)?.next);
  return (
    expected.size === new Set(branches).size && branches.every((each) => each && expected.has(each))
  );
}

/** The open splits on the last of all ways to each step, ways being in the order of `self.next`. */
function lastWays(flow: CheckedFlow): Map<string, readonly SplitFrame[]> {
  const found = new Map<string, readonly SplitFrame[]>();
  const waiting: { name: string; frames: readonly SplitFrame[] }[] = [
    { name: flow.description.startStep, frames: [] },
  ];
  // What is put on the stack last is followed first: the last way comes first, and the first to come counts.
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const step = flow.steps.get(next.name);
    if (!step || found.has(step.name)) continue;
    found.set(step.name, next.frames);
    for (const target of knownTargets(step, flow.steps)) {
      waiting.push({ name: target, frames: framesAfter(step, next.frames, target) });
    }
  }
  return found;
}
