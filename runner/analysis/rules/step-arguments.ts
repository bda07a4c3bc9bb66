import type { TextRule } from './rule';

/** A step takes `self`, a join `self` and `inputs`. */
export const stepArguments: TextRule = ({ flow }) =>
  [...flow.steps].flatMap(([step, { model, file }]) => {
    const count = model.parameters.length;
    if (count === 1 || count === 2) return [];
    const range = model.parametersRange;
    return [
      {
        code: 'step-arguments',
        severity: 'error' as const,
        message:
          count === 0
            ? `Step ${step} lacks the argument self`
            : `Step ${step} takes ${count} arguments`,
        remedy:
          count === 0
            ? `Write def ${step}(self).`
            : 'A step takes self, a join self and inputs: hand everything else over as artifacts.',
        step,
        file,
        ...(range ? { range } : {}),
      },
    ];
  });
