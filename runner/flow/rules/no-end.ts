import type { Rule } from './rule';

/** A flow ends at exactly one step. */
export const noEnd: Rule = ({ description, steps }) =>
  steps.has(description.endStep)
    ? []
    : [
        {
          code: 'no-end',
          severity: 'error',
          message: `${description.name} has no end step`,
          remedy: 'Add a step named end, or mark exactly one step with @step(end=True).',
        },
      ];
