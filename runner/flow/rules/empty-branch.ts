import type { Rule } from './rule';

/** Every branch does something before it is joined. */
export const emptyBranch: Rule = ({ steps }) =>
  [...steps.values()]
    .filter((step) => step.type === 'split-static')
    .flatMap((step) =>
      [...new Set(step.next)]
        .filter((target) => steps.get(target)?.takesInputs)
        .map((target) => ({
          code: 'empty-branch',
          severity: 'error' as const,
          message: `A branch of step ${step.name} leads straight to the join ${target}`,
          remedy: `Put a step between ${step.name} and ${target} on that branch.`,
          step: step.name,
          target,
        })),
    );
