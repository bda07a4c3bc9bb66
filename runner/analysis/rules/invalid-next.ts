import type { MisnamedStep, NextModel } from '../model';
import type { TextRule } from './rule';

/** A `self.next` has one of the forms that Metaflow reads. */
export const invalidNext: TextRule = ({ flow }) =>
  [...flow.steps].flatMap(([step, { model }]) => {
    const { next } = model;
    if (!next || next.valid || goesToSeveral(next)) return [];
    const [misnamed] = next.misnamed;
    return [
      {
        code: 'invalid-next',
        severity: 'error' as const,
        message: misnamed
          ? `The self.next of step ${step} names ${shown(misnamed)}`
          : `This self.next of step ${step} has no form that Metaflow knows`,
        remedy: misnamed ? `Write self.${misnamed.name}.` : FORMS,
        step,
        range: misnamed?.range ?? next.range,
      },
    ];
  });

const FORMS =
  "Write self.next(self.a), self.next(self.a, self.b), self.next(self.a, foreach='items') " +
  "or self.next({'x': self.a, 'y': self.b}, condition='choice').";

/** The graph tells of that. */
function goesToSeveral({ form, targets }: NextModel): boolean {
  return (form.kind === 'foreach' || form.kind === 'parallel') && targets.length > 1;
}

function shown({ name, how }: MisnamedStep): string {
  if (how === 'text') return `the text '${name}' instead of a step`;
  return how === 'call'
    ? `the result of a call, self.${name}(), instead of a step`
    : `${name} without self`;
}
