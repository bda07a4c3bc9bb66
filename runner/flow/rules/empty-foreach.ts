import { splitsByValue } from '../graph';
import type { Rule } from './rule';

/** Between a foreach and its join there is a step to do. */
export const emptyForeach: Rule = ({ steps }) =>
  [...steps.values()].filter(splitsByValue).flatMap((step) =>
    step.next
      .filter((target) => steps.get(target)?.takesInputs)
      .map((target) => ({
        code: 'empty-foreach',
        severity: 'error' as const,
        message: `Step ${step.name} splits over a list, but ${target} joins at once`,
        remedy: `Put a step for each item between ${step.name} and ${target}.`,
        step: step.name,
        target,
      })),
  );
