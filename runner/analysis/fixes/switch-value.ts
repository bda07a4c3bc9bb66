import { assignmentsIn } from '../assignments';
import type { FixRule } from './fix';
import { replace, textIn } from './source';
import { stepAt } from './steps';

/** Writes the case that was meant. */
export const switchValue: FixRule = (finding, context) => {
  const step = stepAt(finding.step, context);
  const { meant } = finding;
  const range =
    step &&
    assignmentsIn(step.place.model.effects).find(
      ({ targetRange }) => targetRange.start === finding.range.start,
    )?.valueRange;
  if (!step || !range || meant === undefined) return [];
  const quote = /^(['"])[^'"\n]*\1$/.exec(textIn(step.source, range))?.[1];
  if (quote === undefined) return [];
  const edits = [replace(step.source, range, `${quote}${meant}${quote}`)];
  return [{ title: `Set it to ${quote}${meant}${quote}`, edits, safe: false }];
};
