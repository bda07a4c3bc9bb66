import type { TextRule } from './rule';

/** Parameters, configs and values of the class cannot be assigned in a step. */
export const readOnlyAttribute: TextRule = ({ description, assignments, constants }) => {
  const parameters = new Set(description.parameters.map(({ attribute }) => attribute));
  return [...assignments].flatMap(([step, all]) =>
    all
      .filter(({ name, attempted }) => !attempted && (parameters.has(name) || constants.has(name)))
      .map(({ name, targetRange: range, always }) => ({
        code: 'read-only-attribute',
        severity: always ? ('error' as const) : ('warning' as const),
        message: parameters.has(name)
          ? `Step ${step} assigns ${name}, which is a parameter of the flow and cannot change`
          : `Step ${step} assigns ${name}, which the class defines: steps can only read it`,
        remedy: parameters.has(name)
          ? 'Choose another name for the artifact.'
          : 'Choose another name for the artifact, or remove the attribute from the class.',
        step,
        range,
      })),
  );
};
