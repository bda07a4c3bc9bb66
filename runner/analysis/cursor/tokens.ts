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

/** White space and a backslash before a line's end part tokens and are none. */
const TOKEN =
  /(?<space>[^\S\r\n]+|\\(?:\r\n|\r|\n))|(?<newline>\r\n|\r|\n)|(?<comment>#[^\r\n]*)|(?<quote>(?:[rbuft]{1,2})?(?:"""|'''|"|'))|(?<name>[\p{L}_][\p{L}\p{N}_]*)|(?<number>\d[\w.]*)|(?<operator>->|:=|\*\*|[=!<>]=|[^\s])/giuy;

const KINDS = ['newline', 'comment', 'name', 'number', 'operator'] as const;

export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  let at = 0;
  while (at < text.length) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (!match) {
      at++;
      continue;
    }
    const end = at + match[0].length;
    const groups = match.groups ?? {};
    if (groups['quote'] !== undefined) {
      const stringEnd = endOfString(text, end, groups['quote']);
      tokens.push({ kind: 'string', start: at, end: stringEnd, text: text.slice(at, stringEnd) });
      at = stringEnd;
      continue;
    }
    const kind = KINDS.find((each) => groups[each] !== undefined);
    if (kind) tokens.push({ kind, start: at, end, text: match[0] });
    at = end;
  }
  return tokens;
}

const END_OF_LINE = /[\r\n]/g;

function endOfString(text: string, from: number, opening: string): number {
  const quote = /["']+$/.exec(opening)?.[0] ?? '"';
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
