/**
 * Where the statements of a Python text begin: its lines without those that go on with a string, an open bracket or a
 * backslash. One pass over the characters, so that a keystroke in a long file costs next to nothing.
 */

export interface LogicalLine {
  /** Of the first character of its line in the text. */
  readonly offset: number;
  /** From 0. */
  readonly row: number;
  /** A tab counts as eight spaces, as the parser has it. */
  readonly indent: number;
  /** Of the first character after the indentation. */
  readonly start: number;
}

const NEWLINE = 10;
const RETURN = 13;
const SPACE = 32;
const TAB = 9;
const FEED = 12;
const QUOTE = 34;
const APOSTROPHE = 39;
const HASH = 35;
const BACKSLASH = 92;
const AT = 64;

/** `def` and `class` never begin a line inside a bracket: one that is still open was forgotten. */
const DEFINITION = /(?:async[ \t]+)?(?:def|class)[ \t]+\w/y;
/** `@` may multiply there, unless what it stands over is a definition. */
const DECORATED =
  /@[\w.]+[^\n]*\n(?:[ \t]*\r?\n|[ \t]*[@#)\]}'"\w][^\n]*\n){0,30}?[ \t]*(?:async[ \t]+)?(?:def|class)[ \t]+\w/y;

/** Lines that are empty or have nothing but a comment are left out. */
export function logicalLines(text: string): LogicalLine[] {
  const lines: LogicalLine[] = [];
  const length = text.length;
  let at = 0;
  let row = 0;
  let depth = 0;
  let continued = false;
  while (at < length) {
    // At the beginning of a line, outside of strings.
    const offset = at;
    let indent = 0;
    for (; at < length; at++) {
      const code = text.charCodeAt(at);
      if (code === SPACE) indent++;
      else if (code === TAB) indent += 8;
      else if (code === FEED) indent = 0;
      else break;
    }
    const first = text.charCodeAt(at);
    const isEmpty = at >= length || first === NEWLINE || first === RETURN || first === HASH;
    if (!isEmpty && !continued) {
      if (depth > 0 && beginsDefinition(text, at)) depth = 0;
      if (depth === 0) lines.push({ offset, row, indent, start: at });
    }
    continued = false;
    // To the end of the line, and of what goes on beyond it.
    while (at < length) {
      const code = text.charCodeAt(at);
      if (code === NEWLINE) {
        at++;
        row++;
        break;
      }
      if (code === HASH) {
        const end = text.indexOf('\n', at);
        at = end < 0 ? length : end;
      } else if (code === QUOTE || code === APOSTROPHE) {
        const end = stringEnd(text, at, code);
        for (let from = text.indexOf('\n', at); from >= 0 && from < end; row++) {
          from = text.indexOf('\n', from + 1);
        }
        at = end;
      } else if (code === BACKSLASH) {
        at++;
        if (text.charCodeAt(at) === RETURN) at++;
        continued = text.charCodeAt(at) === NEWLINE;
      } else {
        if (isOpening(code)) depth++;
        else if (isClosing(code) && depth > 0) depth--;
        at++;
      }
    }
  }
  return lines;
}

const isOpening = (code: number): boolean => code === 40 || code === 91 || code === 123;
const isClosing = (code: number): boolean => code === 41 || code === 93 || code === 125;

function beginsDefinition(text: string, at: number): boolean {
  const pattern = text.charCodeAt(at) === AT ? DECORATED : DEFINITION;
  pattern.lastIndex = at;
  return pattern.test(text);
}

/** Behind the closing quotes; of a string on one line that has none, the end of the line. */
function stringEnd(text: string, start: number, quote: number): number {
  const isLong = text.charCodeAt(start + 1) === quote && text.charCodeAt(start + 2) === quote;
  for (let at = start + (isLong ? 3 : 1); at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) {
      at++;
      if (text.charCodeAt(at) === RETURN && text.charCodeAt(at + 1) === NEWLINE) at++;
    } else if (code === NEWLINE && !isLong) {
      return at;
    } else if (code === quote) {
      if (!isLong) return at + 1;
      if (text.charCodeAt(at + 1) === quote && text.charCodeAt(at + 2) === quote) return at + 3;
    }
  }
  return text.length;
}
