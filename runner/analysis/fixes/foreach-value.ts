import { assignmentsIn } from '../assignments';
import type { Fix, FixRule } from './fix';
import { replace, textIn } from './source';
import { stepAt } from './steps';

/** Makes a list of what cannot be split. */
export const foreachValue: FixRule = (finding, context) => {
  const step = stepAt(finding.step, context);
  const assignment =
    step &&
    assignmentsIn(step.place.model.effects).find(
      ({ targetRange }) => targetRange.start === finding.range.start,
    );
  const range = assignment?.valueRange;
  if (!step || !assignment || !range) return [];
  const written = textIn(step.source, range);
  const fix = (newText: string, title: string, safe: boolean): Fix => ({
    title,
    edits: [replace(step.source, range, newText)],
    safe,
  });
  switch (assignment.value.kind) {
    case 'dict':
      return [
        fix(`list(${written}.items())`, 'Split over its items', false),
        fix(`list(${written})`, 'Split over its keys', false),
      ];
    case 'generator':
      return [fix(listOf(written), 'Make a list of it', true)];
    case 'set':
      return [fix(`sorted(${written})`, 'Put it in order', false)];
    case 'call':
      return [fix(`${written}.to_dict('records')`, 'Split over its rows', false)];
    default:
      return [];
  }
};

/** The items of an expression as a list. */
export function listOf(written: string): string {
  return `list(${unwrapped(written)})`;
}

/** A generator expression needs no parentheses of its own inside those of a call. */
function unwrapped(written: string): string {
  return /^\((?!.*\).*\().* for .*\)$/s.test(written) ? written.slice(1, -1) : written;
}
