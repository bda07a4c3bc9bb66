import { arrivals, arrivingBranches, splitsKey } from './balance';
import { listed, type Rule } from './rule';

/** A join of branches joins all of them. */
export const incompleteJoin: Rule = (flow) => {
  const findings: ReturnType<Rule>[number][] = [];
  for (const [name, ways] of arrivals(flow)) {
    const split = flow.steps.get(ways[0]?.frames.at(-1)?.split ?? '');
    if (!split || !flow.steps.get(name)?.takesInputs) continue;
    if (new Set(ways.map((way) => splitsKey(way.frames))).size !== 1) continue;
    const arriving = new Set(arrivingBranches(ways));
    const missing = [...new Set(split.next)].filter((branch) => !arriving.has(branch));
    if (missing.length === 0) continue;
    findings.push({
      code: 'incomplete-join',
      severity: 'error',
      message: `Step ${name} joins the split in ${split.name}, but ${listed(missing)} does not come to it`,
      remedy: `Let ${listed(missing)} lead to ${name} too.`,
      step: name,
    });
  }
  return findings;
};
