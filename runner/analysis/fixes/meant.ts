import { editDistance } from '../../flow/closest';
import type { PlacedFinding } from '../check';
import type { FixRule } from './fix';
import { replace, sourceOf, textIn } from './source';

/** What was meant; rules whose remedy is nothing but the question say it there. */
export function meantBy({ meant, remedy = '' }: PlacedFinding): string | undefined {
  return meant ?? /^Did you mean (\w+)\?$/.exec(remedy)?.[1];
}

/** Writes the name that was meant in place of the one that is there. */
export const meantName: FixRule = (finding, context) => {
  const source = sourceOf(finding.file, context);
  const meant = meantBy(finding);
  if (!source || meant === undefined) return [];
  const written = textIn(source, finding.range);
  // The place of a finding of another file is the class: nothing there is to be renamed.
  if (!/^['"]?[\w.]+['"]?$/.test(written)) return [];
  const quote = /^['"]/.exec(written)?.[0] ?? '';
  return [
    {
      title: `Change to ${meant}`,
      edits: [replace(source, finding.range, `${quote}${meant}${quote}`)],
      safe: editDistance(written.replaceAll(/['"]/g, ''), meant) <= 2,
    },
  ];
};
