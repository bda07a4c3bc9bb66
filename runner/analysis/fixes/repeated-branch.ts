import type { FixRule } from './fix';
import { replace } from './source';
import { selfOf, stepAt } from './steps';

/** Names each branch once. */
export const repeatedBranch: FixRule = (finding, context) => {
  const step = stepAt(finding.step, context);
  const next = step?.place.nextRange;
  const names = [...new Set(step?.place.targets.map(({ name }) => name))];
  if (!step || !next || next.start.line !== next.end.line) return [];
  const list = names.map((name) => `self.${name}`).join(', ');
  return [
    {
      title: `Go to ${finding.target ?? 'it'} once`,
      edits: [replace(step.source, next, `${selfOf(step.place)}.next(${list})`)],
      safe: false,
    },
  ];
};
