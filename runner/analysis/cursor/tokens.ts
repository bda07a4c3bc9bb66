/**
 * Python text → tokens, for the question where a cursor stands. The syntax tree is least reliable exactly there: a string
 * that does not end takes the rest of its line here, and nothing else.
 */

export type TokenKind = 'name' | 'number' | 'string' | 'comment' | 'operator' | 'newline';

export interface Token {
  readonly kind: TokenKind;
  /** Offsets in UTF-16 units, the end excluded. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const SPACE = /[^\S\r\n]+/y;
const NAME = /[\p{L}_][\p{L}\p{N}_]*/uy;
const NUMBER = /\d[\w.]*/y;
const COMMENT = /#[^\r\n]*/y;
const OPENING_QUOTE = /"""|'''|"|'/y;
const LINE_END = /\r\n|\r|\n/y;
const CONTINUED = /\\(?:\r\n|\r|\n)/y;
const OPERATOR = /->|:=|\*\*|[=!<>]=|[^\s]/uy;
const PREFIX = /^[rbuft]{1,2}$/i;

/** Where a match that begins at `at` ends; -1 when there is none. Asked for every token: it makes no object. */
function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : -1;
}

/** White space and a backslash before a line's end part tokens and are none. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < text.length;) {
    const space = spaceAt(text, at);
    if (space > at) {
      at = space;
      continue;
    }
    const token = tokenAt(text, at);
    if (token) tokens.push(token);
    at = token ? token.end : at + 1;
  }
  return tokens;
}

function spaceAt(text: string, at: number): number {
  const first = text.charAt(at);
  if (first === '\\') return endOf(CONTINUED, text, at);
  // Nearly all of it is blanks and tabs; anything else that is white is seldom.
  return first <= ' ' || first > '\x7f' ? endOf(SPACE, text, at) : -1;
}

function tokenAt(text: string, at: number): Token | undefined {
  const first = text.charAt(at);
  if (first === '\n' || first === '\r') {
    return tokenTo('newline', text, at, endOf(LINE_END, text, at));
  }
  if (first === '#') return tokenTo('comment', text, at, endOf(COMMENT, text, at));
  if (first === '"' || first === "'") return stringAt(text, at, at);
  if (first >= '0' && first <= '9') return tokenTo('number', text, at, endOf(NUMBER, text, at));
  const name = endOf(NAME, text, at);
  if (name < 0) return tokenTo('operator', text, at, endOf(OPERATOR, text, at));
  const next = text.charAt(name);
  const isPrefix = (next === '"' || next === "'") && PREFIX.test(text.slice(at, name));
  return isPrefix ? stringAt(text, at, name) : tokenTo('name', text, at, name);
}

function tokenTo(kind: TokenKind, text: string, start: number, end: number): Token | undefined {
  return end <= start ? undefined : { kind, start, end, text: text.slice(start, end) };
}

/** @param quote where its quotes begin, behind the prefix */
function stringAt(text: string, start: number, quote: number): Token | undefined {
  const inside = endOf(OPENING_QUOTE, text, quote);
  return tokenTo('string', text, start, endOfString(text, inside, text.slice(quote, inside)));
}

const END_OF_LINE = /[\r\n]/g;

function endOfString(text: string, from: number, quote: string): number {
  const limit = quote.length === 3 ? text.length : endOfLine(text, from);
  for (let at = from; at < limit; at++) {
    if (text.charAt(at) === '\\') {
      at++;
      // A backslash carries a string over the end of its line, as Python has it.
      if (at >= limit && quote.length === 1) return continued(text, at, quote);
    } else if (text.startsWith(quote, at)) {
      return at + quote.length;
    }
  }
  return limit;
}

function continued(text: string, lineEnd: number, quote: string): number {
  const next = text.startsWith('\r\n', lineEnd) ? lineEnd + 2 : lineEnd + 1;
  return next >= text.length ? text.length : endOfString(text, next, quote);
}

function endOfLine(text: string, from: number): number {
  END_OF_LINE.lastIndex = from;
  return END_OF_LINE.exec(text)?.index ?? text.length;
}

export interface StringParts {
  readonly prefix: string;
  readonly quote: string;
  /** Offset of what stands between the quotes. */
  readonly start: number;
  readonly closed: boolean;
}

export function stringParts(token: Token): StringParts {
  const match = /^([a-z]*)("""|'''|"|')/i.exec(token.text);
  const [opening = '', prefix = '', quote = '"'] = match ?? [];
  const closed = token.text.length >= opening.length + quote.length && token.text.endsWith(quote);
  return { prefix: prefix.toLowerCase(), quote, start: token.start + opening.length, closed };
}

export const OPENING: ReadonlySet<string> = new Set(['(', '[', '{']);
export const CLOSING: ReadonlySet<string> = new Set([')', ']', '}']);
