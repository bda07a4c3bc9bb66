import type { Rule } from './rule';

/** Nothing comes before the start, so that it has nothing to join. */
export const startWithInputs: Rule = ({ description, steps }) =>
  steps.get(description.startStep)?.takesInputs
    ? [
        {
          code: 'start-with-inputs',
          severity: 'error',
          message: `The start step ${description.startStep} takes inputs, but no step comes before it`,
          remedy: 'Remove the argument inputs.',
          step: description.startStep,
        },
      ]
    : [];
