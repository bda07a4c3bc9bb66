import type { Rule } from './rule';

/** A step either joins or splits. */
export const splitInJoin: Rule = ({ steps }) =>
  [...steps.values()]
    .filter((step) => step.takesInputs && step.type.startsWith('split-'))
    .map((step) => ({
      code: 'split-in-join',
      severity: 'error',
      message: `Step ${step.name} joins and splits at once`,
      remedy: 'Join here, go to a new step, and split there.',
      step: step.name,
    }));
