import type { Rule } from './rule';

/** A switch has a condition and at least two ways to go. */
export const switchCases: Rule = ({ steps }) =>
  [...steps.values()]
    .filter((step) => step.type === 'split-switch')
    .filter((step) => !step.condition || Object.keys(step.switchCases ?? {}).length < 2)
    .map((step) => ({
      code: 'switch-cases',
      severity: 'error',
      message: step.condition
        ? `Step ${step.name} chooses by ${step.condition} but has fewer than two cases`
        : `Step ${step.name} does not say which artifact decides`,
      remedy: "Write self.next({'one': self.step_a, 'two': self.step_b}, condition='artifact').",
      step: step.name,
    }));
