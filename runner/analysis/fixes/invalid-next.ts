import type { FixRule } from './fix';
import { replace } from './source';
import { selfOf, stepAt } from './steps';

/** Names steps as attributes of the flow. */
export const invalidNext: FixRule = (finding, context) => {
  const step = stepAt(finding.step, context);
  const misnamed = step?.place.model.next?.misnamed ?? [];
  if (!step || misnamed.length === 0) return [];
  const self = selfOf(step.place);
  const all = misnamed.every(({ name }) => context.flow.steps.has(name));
  return [
    {
      title: `Write ${misnamed.map(({ name }) => `${self}.${name}`).join(', ')}`,
      edits: misnamed.map(({ name, range }) => replace(step.source, range, `${self}.${name}`)),
      safe: all,
    },
  ];
};
