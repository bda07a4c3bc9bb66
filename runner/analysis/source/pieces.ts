/**
 * A module cut into pieces that can be parsed one by one: its outermost statements, and of a class its head and each of
 * its members. A keystroke changes one of them, and a mistake in one leaves the others alone.
 */
import { logicalLines, type LogicalLine } from './lines';

/** Whole lines, without what is empty at their end. */
export interface Piece {
  readonly text: string;
  /** Of its first line, from 0. */
  readonly row: number;
}

export type OuterPiece =
  | { readonly kind: 'statement'; readonly piece: Piece }
  | { readonly kind: 'class'; readonly head: Piece; readonly members: readonly Piece[] };

export function piecesOf(text: string): OuterPiece[] {
  const lines = logicalLines(text);
  const starts = outermostStarts(text, lines);
  return starts.map((from, at) => outerPiece(text, lines, from, starts[at + 1] ?? lines.length));
}

/** Words that go on with the statement before them. */
const GOES_ON = /(?:elif|else|except|finally)\b|[)\]}]/y;

/** Indices of the lines that begin an outermost statement, its decorators included. */
function outermostStarts(text: string, lines: readonly LogicalLine[]): number[] {
  const starts: number[] = [];
  let decorated = false;
  for (const [index, line] of lines.entries()) {
    const first = index === 0;
    if (line.indent > 0 && !first) {
      // Below a decorator of no indentation there is something half-typed: it is over.
      decorated = false;
      continue;
    }
    const begins =
      first || !(decorated || isAt(GOES_ON, text, line.start) || isStray(text, lines, index));
    if (begins) starts.push(index);
    decorated = text.charAt(line.start) === '@';
  }
  return starts;
}

/** Half-typed at the very left of a line, amid the members of a class: what is indented below it still belongs to the class. */
function isStray(text: string, lines: readonly LogicalLine[], index: number): boolean {
  const [line, next] = [lines[index], lines[index + 1]];
  if (!line || !next || next.indent === 0 || text.charAt(line.start) === '@') return false;
  return !opensBlock(text, line, next);
}

/** Whether a line ends with a colon. It may have one inside a comment only, which costs nothing but a longer piece. */
function opensBlock(text: string, line: LogicalLine, next: LogicalLine): boolean {
  return /:\s*(?:#[^\n]*)?(?:\n\s*(?:#[^\n]*)?)*$/.test(text.slice(line.start, next.offset));
}

const CLASS = /class[ \t]+\w/y;

function outerPiece(
  text: string,
  lines: readonly LogicalLine[],
  from: number,
  to: number,
): OuterPiece {
  const whole = (): OuterPiece => ({ kind: 'statement', piece: pieceOf(text, lines, from, to) });
  let head = from;
  while (head < to && text.charAt(lines[head]?.start ?? 0) === '@') head++;
  const definition = lines[head];
  const first = lines[head + 1];
  if (!definition || !first || head + 1 >= to || !isAt(CLASS, text, definition.start))
    return whole();
  const members = memberStarts(text, lines, head + 1, to);
  return {
    kind: 'class',
    head: pieceOf(text, lines, from, head + 1),
    members: members.map((start, at) => pieceOf(text, lines, start, members[at + 1] ?? to)),
  };
}

function memberStarts(
  text: string,
  lines: readonly LogicalLine[],
  from: number,
  to: number,
): number[] {
  const indent = lines[from]?.indent ?? 0;
  const starts: number[] = [];
  let decorated = false;
  for (let index = from; index < to; index++) {
    const line = lines[index];
    if (!line || line.indent > indent) {
      decorated = false;
      continue;
    }
    const goesOn = index > from && (decorated || isAt(GOES_ON, text, line.start));
    if (!goesOn) starts.push(index);
    decorated = text.charAt(line.start) === '@';
  }
  return starts;
}

function pieceOf(text: string, lines: readonly LogicalLine[], from: number, to: number): Piece {
  const [first, after] = [lines[from], lines[to]];
  const start = first?.offset ?? 0;
  return { text: text.slice(start, after?.offset).trimEnd(), row: first?.row ?? 0 };
}

function isAt(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}
