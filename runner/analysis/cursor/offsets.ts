/** Positions as LSP counts them, and offsets in a text. */
import type { Position, Range } from '../positions';

const END_OF_LINE = /\r\n|\r|\n/g;

/** Of a place beyond its line: of the line's end; of one beyond the text: of the text's end. */
export function offsetAt(text: string, { line, character }: Position): number {
  let start = 0;
  END_OF_LINE.lastIndex = 0;
  for (let passed = 0; passed < line; passed++) {
    const match = END_OF_LINE.exec(text);
    if (!match) return text.length;
    start = match.index + match[0].length;
  }
  END_OF_LINE.lastIndex = start;
  const end = END_OF_LINE.exec(text)?.index ?? text.length;
  return Math.min(start + Math.max(0, character), end);
}

export function positionAt(text: string, offset: number): Position {
  const at = Math.min(Math.max(0, offset), text.length);
  let line = 0;
  let start = 0;
  END_OF_LINE.lastIndex = 0;
  for (let match = END_OF_LINE.exec(text); match; match = END_OF_LINE.exec(text)) {
    const next = match.index + match[0].length;
    if (next > at) break;
    line++;
    start = next;
  }
  return { line, character: at - start };
}

export function rangeBetween(text: string, start: number, end: number): Range {
  return { start: positionAt(text, start), end: positionAt(text, end) };
}
