import { arrivals, splitsKey } from './balance';
import { listed, type Rule } from './rule';

/** What comes together comes from one split. */
export const unrelatedJoin: Rule = (flow) => {
  const findings: ReturnType<Rule>[number][] = [];
  for (const [name, ways] of arrivals(flow)) {
    const levels = new Set(ways.map((way) => splitsKey(way.frames)));
    if (levels.size < 2 || name === flow.description.endStep) continue;
    // Followers of such a step disagree as well; say it once, where it begins.
    const sources = [...new Set(ways.flatMap((way) => way.from ?? []))];
    if (sources.length < 2) continue;
    findings.push({
      code: 'unrelated-join',
      severity: 'error',
      message: `The ways from ${listed(sources)} meet in step ${name} but come from different splits`,
      remedy: 'Join the inner split first, in a step of its own.',
      step: name,
    });
  }
  return findings;
};
