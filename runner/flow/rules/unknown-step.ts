import { closest } from '../closest';
import type { Rule } from './rule';

/** `self.next` names steps that exist. */
export const unknownStep: Rule = ({ steps }) =>
  [...steps.values()].flatMap((step) =>
    [...new Set(step.next)]
      .filter((target) => !steps.has(target))
      .map((target) => {
        const meant = closest(
          target,
          [...steps.keys()].filter((name) => name !== step.name),
        );
        return {
          code: 'unknown-step',
          severity: 'error' as const,
          message: `Step ${step.name} goes to ${target}, which is not a step of this flow`,
          remedy: meant
            ? `Did you mean self.${meant}?`
            : `Add a method ${target} with @step, or name another step.`,
          step: step.name,
          target,
        };
      }),
  );
