import { arrivals } from './balance';
import type { Rule } from './rule';

/** A step with `inputs` joins something. */
export const joinWithoutSplit: Rule = (flow) => {
  const findings: ReturnType<Rule>[number][] = [];
  for (const [name, ways] of arrivals(flow)) {
    if (name === flow.description.startStep || name === flow.description.endStep) continue;
    if (flow.steps.get(name)?.takesInputs && ways.some((way) => way.frames.length === 0)) {
      findings.push({
        code: 'join-without-split',
        severity: 'error',
        message: `Step ${name} takes inputs, but no split before it is open`,
        remedy: 'Remove the argument inputs, or split in a step before it.',
        step: name,
      });
    }
  }
  return findings;
};
