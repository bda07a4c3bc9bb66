import type { Rule } from './rule';

/** Every step but the end says where to go, in its last statement. */
export const missingNext: Rule = ({ description, steps }) =>
  [...steps.values()]
    .filter((step) => step.name !== description.endStep && step.next.length === 0)
    .map((step) => ({
      code: 'missing-next',
      severity: 'error',
      message: `Step ${step.name} does not say which step comes next`,
      remedy: 'Make self.next(self.other_step) the last statement of the step.',
      step: step.name,
    }));
