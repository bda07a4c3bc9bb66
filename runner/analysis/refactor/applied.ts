/** A text after edits. */
import type { FileEdit } from '../fixes/fix';
import type { Position } from '../positions';

/** @param edits of this text alone; they do not overlap, and those at one place keep their order */
export function applied(text: string, edits: readonly FileEdit[]): string {
  const starts = lineStarts(text);
  const offset = ({ line, character }: Position): number =>
    (starts[line] ?? text.length) + character;
  // What is inserted where something else is replaced comes before it.
  const ordered = [...edits].sort(
    ({ range: a }, { range: b }) =>
      offset(a.start) - offset(b.start) || offset(a.end) - offset(b.end),
  );
  let result = '';
  let from = 0;
  for (const { range, newText } of ordered) {
    result += text.slice(from, offset(range.start)) + newText;
    from = offset(range.end);
  }
  return result + text.slice(from);
}

/** Where the name of a function stands that is defined once. */
export function definitionOf(name: string, text: string): Position | undefined {
  const lines = text.split('\n');
  const line = lines.findIndex((each) => new RegExp(`^\\s*def ${name}\\(`).test(each));
  if (line < 0) return undefined;
  return { line, character: (lines[line] ?? '').indexOf(`def ${name}(`) + 4 };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
