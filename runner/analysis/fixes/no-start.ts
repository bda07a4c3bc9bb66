import type { FixRule } from './fix';
import { insertBefore, stepAt, stepLines } from './steps';

/** Adds a start in front of the first step, which it leads to. */
export const noStart: FixRule = (_finding, context) => {
  const { steps } = context.flow.description;
  const reached = new Set(steps.flatMap((step) => step.next));
  const first = steps.find((step) => !reached.has(step.name)) ?? steps[0];
  const step = stepAt(first?.name, context);
  if (!step || !first || first.takesInputs) return [];
  const lines = stepLines(step, 'start', `self.next(self.${first.name})`);
  return [{ title: 'Add a step named start', edits: [insertBefore(step, lines)], safe: false }];
};
