import type { Rule } from './rule';

/** Step names become parts of paths: lower-case letters, digits and underscores, no underscore in front. */
export function isStepName(name: string): boolean {
  return /^[a-z0-9][a-z0-9_]*$/.test(name);
}

export const invalidStepName: Rule = ({ steps }) =>
  [...steps.keys()]
    .filter((name) => !isStepName(name))
    .map((name) => ({
      code: 'invalid-step-name',
      severity: 'error',
      message: `${name} cannot be the name of a step`,
      remedy: 'Use lower-case letters, digits and underscores, and begin with a letter.',
      step: name,
    }));
