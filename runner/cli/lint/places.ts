/** Places as LSP counts them → as people count: from 1, in characters. Pure. */
import type { Position, Range } from '../../analysis/positions';

export interface TextPlaces {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** @param lines of the text, without their ends */
export function placesOf(range: Range, lines: readonly string[]): TextPlaces {
  const start = placeOf(range.start, lines);
  const end = placeOf(range.end, lines);
  return { ...start, endLine: end.line, endColumn: end.column };
}

/** What lies outside of the Basic Multilingual Plane is one character and two UTF-16 units. */
function placeOf({ line, character }: Position, lines: readonly string[]) {
  const before = (lines[line] ?? '').slice(0, character);
  return { line: line + 1, column: Array.from(before).length + 1 };
}
