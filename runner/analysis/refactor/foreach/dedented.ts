/** The body of a loop as the body of a step: one level less, with edits carried out. */
import { indentAt, lineAt, textIn, type Source } from '../../fixes/source';
import type { FileEdit } from '../../fixes/fix';
import { applied } from '../applied';
import type { StepStyle } from '../stepText';
import type { Loop } from './loop';

/** @param edits inside of the body; none adds or takes a line */
export function dedented(
  { statement }: Loop,
  source: Source,
  edits: readonly FileEdit[],
  style: StepStyle,
): string[] {
  const colon = statement.children.find((each) => each.type === ':') ?? statement;
  const first = colon.endPosition.row + 1;
  const last = statement.endPosition.row;
  const text = textIn(source, {
    start: { line: first, character: 0 },
    end: { line: last, character: lineAt(source, last).length },
  });
  const up = ({ line, character }: FileEdit['range']['start']) => ({
    line: line - first,
    character,
  });
  const changed = applied(
    text,
    edits.map((edit) => ({
      ...edit,
      range: { start: up(edit.range.start), end: up(edit.range.end) },
    })),
  );
  const inText = new Set<number>();
  for (const { startPosition, endPosition } of statement.descendantsOfType('string')) {
    for (let row = startPosition.row + 1; row <= endPosition.row; row++) inText.add(row - first);
  }
  const block = statement.childForFieldName('body');
  const inner = indentAt(source, block?.startPosition.row ?? first);
  const extra = inner.startsWith(style.inner) ? inner.slice(style.inner.length) : '';
  const note = lineAt(source, colon.endPosition.row).slice(colon.endPosition.column).trim();
  const lines = changed.split(/\r?\n/).map((line, row) => {
    if (inText.has(row) || !line.startsWith(style.inner + extra)) return line;
    return style.inner + line.slice(style.inner.length + extra.length);
  });
  return note === '' ? lines : [style.inner + note, ...lines];
}
