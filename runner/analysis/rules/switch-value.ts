import { closest } from '../../flow/closest';
import type { AssignedValue } from '../assigned';
import type { TextRule } from './rule';

/** A value that the step gives to its condition has a case. */
export const switchValue: TextRule = ({ description, assignments }) =>
  description.steps.flatMap((step) => {
    const cases = Object.keys(step.switchCases ?? {});
    // Cases of a config are known when it is read.
    if (step.condition === undefined || cases.some((name) => name.startsWith('config:'))) return [];
    const all = assignments.get(step.name)?.filter(({ name }) => name === step.condition) ?? [];
    return all.flatMap(({ value, targetRange: range, always }, index) => {
      const text = textOf(value);
      if (text === undefined || cases.includes(text)) return [];
      // What is set again may only have been a beginning.
      const later = all.slice(index + 1);
      if (later.some((other) => other.always || always)) return [];
      const meant = closest(text, cases);
      return [
        {
          code: 'switch-value',
          severity: always ? ('error' as const) : ('warning' as const),
          message: `Step ${step.name} sets ${step.condition ?? ''} to ${text}, for which its switch has no case`,
          remedy:
            meant === undefined ? `The cases are ${cases.join(', ')}.` : `Did you mean ${meant}?`,
          step: step.name,
          range,
          ...(meant === undefined ? {} : { meant }),
        },
      ];
    });
  });

/** A literal as Python's `str` writes it. */
function textOf(assigned: AssignedValue): string | undefined {
  if (assigned.kind !== 'literal') return undefined;
  const { value } = assigned;
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  // 1, 1.0 and True are one key to Python: only what is plainly no case is told.
  return value === null ? 'None' : undefined;
}
