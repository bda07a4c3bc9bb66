import { arrivals, arrivingBranches, splitsKey } from './balance';
import type { Rule } from './rule';

/** Every split is joined before the end. */
export const unjoinedSplit: Rule = (flow) => {
  const end = flow.description.endStep;
  const ways = arrivals(flow).get(end) ?? [];
  // Branches that meet right here are a join that lacks inputs: another rule says so.
  const sameSplits = new Set(ways.map((way) => splitsKey(way.frames))).size === 1;
  if (flow.steps.get(end)?.takesInputs || (sameSplits && arrivingBranches(ways).length > 1)) {
    return [];
  }
  const splits = new Set(ways.flatMap((way) => way.frames.map((frame) => frame.split)));
  const metElsewhere = meetWithoutInputs(flow);
  return [...splits]
    .filter((split) => !metElsewhere.has(split))
    .map((split) => ({
      code: 'unjoined-split',
      severity: 'error',
      message: `The split in step ${split} is not joined before ${end}`,
      remedy: `Add a join step with the argument inputs before ${end}.`,
      step: split,
    }));
};

/** Splits whose branches meet in a step without `inputs`: reported there. */
function meetWithoutInputs(flow: Parameters<Rule>[0]): Set<string> {
  const splits = new Set<string>();
  for (const [name, ways] of arrivals(flow)) {
    const split = ways[0]?.frames.at(-1)?.split;
    if (split === undefined || flow.steps.get(name)?.takesInputs) continue;
    const same = new Set(ways.map((way) => splitsKey(way.frames))).size === 1;
    if (same && arrivingBranches(ways).length > 1) splits.add(split);
  }
  return splits;
}
