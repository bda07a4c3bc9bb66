import type { Rule } from './rule';

/** The end step is not a join. */
export const endWithInputs: Rule = ({ description, steps }) =>
  steps.get(description.endStep)?.takesInputs && description.startStep !== description.endStep
    ? [
        {
          code: 'end-with-inputs',
          severity: 'error',
          message: `The end step ${description.endStep} cannot be a join`,
          remedy: 'Put a join step with the argument inputs before it, and leave only self here.',
          step: description.endStep,
        },
      ]
    : [];
