import type { Rule } from './rule';

/** A switch does not lead straight into a join: the join could not know how many come. */
export const switchIntoJoin: Rule = ({ steps }) =>
  [...steps.values()]
    .filter((step) => step.type === 'split-switch')
    .flatMap((step) =>
      [...new Set(step.next)]
        .filter((target) => steps.get(target)?.takesInputs)
        .map((target) => ({
          code: 'switch-into-join',
          severity: 'error' as const,
          message: `The choice in step ${step.name} leads straight to the join ${target}`,
          remedy: `Put a step between ${step.name} and ${target} on that way.`,
          step: step.name,
          target,
        })),
    );
