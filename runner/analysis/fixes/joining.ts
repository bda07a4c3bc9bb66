/** A join in front of the end, for splits that are still open there. */
import type { Fix, FixContext } from './fix';
import { replace } from './source';
import { freeName, insertBefore, stepAt, stepLines } from './steps';

export function joinBeforeEnd(context: FixContext): Fix[] {
  const { flow } = context;
  const { endStep, steps } = flow.description;
  const end = stepAt(endStep, context);
  const sources = steps.filter((step) => step.next.includes(endStep));
  if (!end || end.place.model.parameters.length !== 1 || sources.length === 0) return [];
  // A split or a choice cannot go to a join at once.
  if (sources.some((step) => step.type.startsWith('split-'))) return [];
  const join = freeName(flow, 'join');
  const edits = sources.flatMap(({ name }) => {
    const step = stepAt(name, context);
    return (step?.place.targets ?? []).flatMap((target) =>
      step && target.name === endStep ? [replace(step.source, target.range, join)] : [],
    );
  });
  const lines = stepLines(end, join, `self.next(self.${endStep})`, true);
  return [
    {
      title: `Add the join step ${join} before ${endStep}`,
      edits: [...edits, insertBefore(end, lines)],
      safe: false,
    },
  ];
}
