import type { Rule } from './rule';

/** A branch leads to each step once. */
export const repeatedBranch: Rule = ({ steps }) =>
  [...steps.values()]
    .filter((step) => step.type === 'split-static')
    .flatMap((step) =>
      [...new Set(step.next.filter((target, at) => step.next.indexOf(target) !== at))].map(
        (target) => ({
          code: 'repeated-branch',
          severity: 'error' as const,
          message: `Step ${step.name} branches to ${target} more than once`,
          remedy: `Name self.${target} once, or split with foreach to run it several times.`,
          step: step.name,
          target,
        }),
      ),
    );
