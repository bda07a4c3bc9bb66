import type { Rule } from './rule';

/** Every step can be reached from the start. */
export const unreachableStep: Rule = ({ description, steps, reachable }) =>
  reachable.size === 0
    ? []
    : [...steps.keys()]
        .filter((name) => !reachable.has(name))
        .map((name) => ({
          code: 'unreachable-step',
          severity: 'error',
          message: `No way leads from ${description.startStep} to step ${name}`,
          remedy: `Name self.${name} in the self.next of another step, or remove the step.`,
          step: name,
        }));
