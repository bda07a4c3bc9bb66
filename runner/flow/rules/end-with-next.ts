import type { Rule } from './rule';

/** The end step goes nowhere. */
export const endWithNext: Rule = ({ description, steps }) => {
  const end = steps.get(description.endStep);
  return end && end.next.length > 0
    ? [
        {
          code: 'end-with-next',
          severity: 'error',
          message: `The end step ${end.name} cannot have a next step`,
          remedy: 'Remove its self.next.',
          step: end.name,
        },
      ]
    : [];
};
