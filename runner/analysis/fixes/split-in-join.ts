import type { FixRule } from './fix';
import { replace, textIn } from './source';
import { freeName, insertAfter, stepAt, stepLines } from './steps';

/** Joins here, and splits in a step of its own. */
export const splitInJoin: FixRule = (finding, context) => {
  const step = stepAt(finding.step, context);
  const next = step?.place.nextRange;
  if (!step || !next) return [];
  const name = freeName(context.flow, `${step.name}_split`);
  const call = textIn(step.source, next);
  // What goes over several lines keeps its shape only where it stands.
  if (call.includes('\n')) return [];
  return [
    {
      title: `Split in a new step ${name}`,
      edits: [
        replace(step.source, next, `self.next(self.${name})`),
        insertAfter(step, stepLines(step, name, call)),
      ],
      safe: false,
    },
  ];
};
