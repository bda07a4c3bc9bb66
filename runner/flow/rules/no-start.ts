import type { Rule } from './rule';

/** A flow begins at exactly one step. */
export const noStart: Rule = ({ description, steps }) =>
  steps.has(description.startStep)
    ? []
    : [
        {
          code: 'no-start',
          severity: 'error',
          message: `${description.name} has no start step`,
          remedy: 'Add a step named start, or mark exactly one step with @step(start=True).',
        },
      ];
