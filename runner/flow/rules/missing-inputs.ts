import { arrivals, arrivingBranches, splitsKey } from './balance';
import { listed, type Rule } from './rule';

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
    if (split === undefined || reported.has(split)) continue;
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
