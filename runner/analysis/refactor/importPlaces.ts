/** Where a module's imports stand, for those who add one. Read from the text, so that half-typed code has them too. */
import type { Position, Range } from '../positions';
import { logicalLines } from '../source/lines';

export interface ImportPlaces {
  /** `from metaflow import …` outside of everything, with its names. */
  readonly metaflow?: readonly ImportedPlace[];
  /** Where the last import ends among those that the module begins with; else its docstring. */
  readonly end?: Position;
}

export interface ImportedPlace {
  /** Without an alias. */
  readonly name: string;
  /** With its alias. */
  readonly range: Range;
}

const IMPORT = /^(?:import|from)\b/;
const TEXT = /^[rRuU]?(?:"|')/;
const FROM_METAFLOW = /^from[ \t]+metaflow[ \t]+import\b/;

export function importPlaces(text: string): ImportPlaces {
  const lines = logicalLines(text);
  let metaflow: readonly ImportedPlace[] | undefined;
  let end: number | undefined;
  let atTop = true;
  for (const [index, line] of lines.entries()) {
    if (line.indent > 0) continue;
    const statement = text.slice(line.start, lines[index + 1]?.offset);
    atTop &&= IMPORT.test(statement) || (index === 0 && TEXT.test(statement));
    if (atTop) end = line.start + codeLength(statement);
    const names = namesOf(statement, line.start, text);
    if (names.length > 0) metaflow ??= names;
  }
  return {
    ...(metaflow ? { metaflow } : {}),
    ...(end === undefined ? {} : { end: positionAt(text, end) }),
  };
}

/** Without the empty lines and the comments below it. */
function codeLength(statement: string): number {
  const lines = statement.split('\n');
  while (lines.length > 1 && /^\s*(?:#.*)?$/.test(lines.at(-1) ?? '')) lines.pop();
  return lines.join('\n').trimEnd().length;
}

function namesOf(statement: string, offset: number, text: string): ImportedPlace[] {
  const from = FROM_METAFLOW.exec(statement);
  if (!from) return [];
  // As long as it was: comments have commas too.
  const code = statement
    .slice(from[0].length)
    .split(';', 1)[0]
    ?.replaceAll(/#.*/g, (comment) => ' '.repeat(comment.length));
  return [...(code ?? '').matchAll(/([A-Za-z_]\w*)(?:[ \t]+as[ \t]+\w+)?/g)].map((match) => {
    const start = offset + from[0].length + match.index;
    return {
      name: match[1] ?? '',
      range: { start: positionAt(text, start), end: positionAt(text, start + match[0].length) },
    };
  });
}

function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length - 1, character: offset - lineStart };
}
