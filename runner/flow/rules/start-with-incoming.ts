import type { Rule } from './rule';

/** Nothing goes back to the start. */
export const startWithIncoming: Rule = ({ description, steps, predecessors }) => {
  const start = description.startStep;
  const sources = predecessors.get(start) ?? [];
  if (!steps.has(start) || sources.length === 0 || start === description.endStep) return [];
  return sources.map((source) => ({
    code: 'start-with-incoming',
    severity: 'error',
    message: `The start step ${start} cannot be a next step, but ${source} goes to it`,
    remedy: 'Go to another step.',
    step: source,
    target: start,
  }));
};
