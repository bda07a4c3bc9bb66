/** What fixes ask of a text, and the edits that they make of it. Line ends and indentation stay as they are there. */
import type { Position, Range } from '../positions';
import type { FileEdit, FixContext } from './fix';

export interface Source {
  /** Absolute path. */
  readonly file: string;
  readonly lines: readonly string[];
  /** As most of the file has it. */
  readonly eol: '\n' | '\r\n';
}

/** `undefined` when the text is not at hand. */
export function sourceOf(file: string, context: FixContext): Source | undefined {
  const text = context.textOf(file);
  if (text === undefined) return undefined;
  const lines = text.split('\n').map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
  return { file, lines, eol: text.includes('\r\n') ? '\r\n' : '\n' };
}

export function lineAt(source: Source, row: number): string {
  return source.lines[row] ?? '';
}

/** The white space that a line begins with. */
export function indentAt(source: Source, row: number): string {
  return /^[ \t]*/.exec(lineAt(source, row))?.[0] ?? '';
}

/** What one level more is indented with: as the lines of this block do it. */
export function indentUnit(source: Source, outer: number, inner: number): string {
  const unit = indentAt(source, inner).slice(indentAt(source, outer).length);
  if (unit !== '') return unit;
  return source.lines.some((line) => line.startsWith('\t')) ? '\t' : '    ';
}

/** The text of a range. */
export function textIn(source: Source, { start, end }: Range): string {
  if (start.line === end.line)
    return lineAt(source, start.line).slice(start.character, end.character);
  return [
    lineAt(source, start.line).slice(start.character),
    ...source.lines.slice(start.line + 1, end.line),
    lineAt(source, end.line).slice(0, end.character),
  ].join(source.eol);
}

/** Nothing but white space stands before it on its line. */
export function beginsLine(source: Source, { line, character }: Position): boolean {
  return lineAt(source, line).slice(0, character).trim() === '';
}

export function replace(source: Source, range: Range, newText: string): FileEdit {
  return { file: source.file, range, newText };
}

export function insert(source: Source, at: Position, newText: string): FileEdit {
  return { file: source.file, range: { start: at, end: at }, newText };
}

/** Whole lines, each ended as the file's are, before the line of that row. */
export function insertLines(source: Source, row: number, lines: readonly string[]): FileEdit {
  const { eol } = source;
  if (row < source.lines.length) {
    return insert(source, { line: row, character: 0 }, lines.map((line) => line + eol).join(''));
  }
  // Behind a last line without an end.
  const last = source.lines.length - 1;
  const end = { line: last, character: lineAt(source, last).length };
  return insert(source, end, lines.map((line) => eol + line).join(''));
}

/** A statement by itself on its lines before another one: `self.x = 1` before `self.next(…)`. */
export function insertStatement(source: Source, before: Position, statement: string): FileEdit {
  const separator = beginsLine(source, before) ? source.eol + indentAt(source, before.line) : '; ';
  return insert(source, before, statement + separator);
}

/** Takes a statement away, with its lines when nothing else stands there. */
export function removeStatement(source: Source, { start, end }: Range): FileEdit {
  const rest = lineAt(source, end.line).slice(end.character);
  if (beginsLine(source, start) && /^\s*;?\s*$/.test(rest)) {
    const isLast = end.line + 1 >= source.lines.length;
    if (!isLast) {
      const range = {
        start: { line: start.line, character: 0 },
        end: { line: end.line + 1, character: 0 },
      };
      return replace(source, range, '');
    }
    const before = start.line - 1;
    const from =
      before < 0
        ? { line: 0, character: 0 }
        : { line: before, character: lineAt(source, before).length };
    return replace(source, { start: from, end: { line: end.line, character: end.character } }, '');
  }
  const head = lineAt(source, start.line).slice(0, start.character);
  const behind = /^\s*;\s*/.exec(rest)?.[0].length ?? 0;
  const ahead = behind > 0 ? 0 : (/;?\s*$/.exec(head)?.[0].length ?? 0);
  return replace(
    source,
    {
      start: {
        line: start.line,
        character: start.character - (head.trim().endsWith(';') ? ahead : 0),
      },
      end: { line: end.line, character: end.character + behind },
    },
    '',
  );
}
