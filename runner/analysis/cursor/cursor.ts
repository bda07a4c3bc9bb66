/** Where in Python text a cursor stands, and what could be written there. Answers for any text and any place. */
import type { Position, Range } from '../positions';
import { callsAt, chainBefore, type CallPlace } from './calls';
import { offsetAt } from './offsets';
import { scopeAt, type CursorScope } from './scope';
import { indentationAt, indentAt, readText, type Statement } from './statements';
import { OPENING, stringParts, tokensOf, type Token } from './tokens';

/** What is typed of a word so far. */
export interface Word {
  readonly text: string;
  /** From its first letter to the cursor. */
  readonly range: Range;
}

export type CursorPlace =
  /** Nothing of ours: a comment, an ordinary text, a number, the end of an expression. */
  | { readonly kind: 'nothing' }
  /** After a dot: `self.`, `inputs[0].`; `object` without what its brackets hold: `inputs[]`. */
  | { readonly kind: 'attribute'; readonly object: string; readonly word: Word }
  /** Where an expression begins. */
  | { readonly kind: 'expression'; readonly word: Word }
  /** Where a statement begins. */
  | { readonly kind: 'statement'; readonly word: Word; readonly decorated: readonly string[] }
  /** Between plain quotes that are an argument or an item. */
  | { readonly kind: 'text'; readonly word: Word; readonly quote: string }
  /** After `@`, of `@object.` too; `above` tells what stands below the decorators. */
  | {
      readonly kind: 'decorator';
      readonly object?: string;
      readonly word: Word;
      readonly above: 'class' | 'function' | 'nothing';
      /** The other decorators there. */
      readonly others: readonly string[];
    }
  /** After `from module import`. */
  | {
      readonly kind: 'import';
      readonly module: string;
      readonly word: Word;
      readonly given: readonly string[];
    }
  /** After `def`, where the name comes. */
  | { readonly kind: 'definition'; readonly word: Word; readonly decorated: readonly string[] };

export interface Cursor {
  readonly place: CursorPlace;
  readonly scope: CursorScope;
  /** Calls around the place, innermost first. */
  readonly calls: readonly CallPlace[];
  /** White space that its statement begins with. */
  readonly indentation: string;
  /** Nothing but white space follows on the line. */
  readonly lastInLine: boolean;
}

/** What a place knows about itself. */
interface Around {
  readonly text: string;
  readonly position: Position;
  readonly offset: number;
  readonly statements: readonly Statement[];
  /** Of the statement that the cursor is in. */
  readonly statement: Statement | undefined;
  /** How many statements stand before that one. */
  readonly index: number;
}

/** Where nothing is and nothing can be said. */
const NOTHING: CursorPlace = { kind: 'nothing' };

export function cursorAt(text: string, position: Position): Cursor {
  const offset = offsetAt(text, position);
  const { tokens, statements } = readText(text);
  const index = statements.findLastIndex(({ start }) => start < offset) + 1;
  const last = statements[index - 1];
  const inside = last && offset <= last.end ? last : undefined;
  const around: Around = {
    text,
    position,
    offset,
    statements,
    statement: inside,
    index: inside ? index - 1 : index,
  };
  const start = inside?.start ?? offset;
  const isComment = tokens.some(
    (token) => token.kind === 'comment' && token.start < offset && offset <= token.end,
  );
  return {
    ...(isComment ? { place: NOTHING, calls: [] } : placeIn(around)),
    scope: scopeAt(statements, around.index, inside?.indent ?? indentAt(text, offset)),
    indentation: indentationAt(text, start),
    lastInLine: /^[^\S\r\n]*(?:[\r\n]|$)/.test(text.slice(offset, offset + 200)),
  };
}

type Placed = Pick<Cursor, 'place' | 'calls'>;

function placeIn(around: Around): Placed {
  const { statement, offset } = around;
  const tokens = statement?.tokens ?? [];
  const before = tokens.filter((token) => token.start < offset).length;
  const last = tokens[before - 1];
  const closed = statement?.closed ?? true;
  if (last?.kind === 'string' && isInString(last, offset)) {
    return inString(last, around, callsAt(tokens, before - 1, closed));
  }
  if (last?.kind === 'number' && offset <= last.end) return { place: NOTHING, calls: [] };
  const isWord = last?.kind === 'name' && offset <= last.end;
  const rest = isWord ? before - 1 : before;
  const calls = callsAt(tokens, rest, closed);
  const word = wordTo(around, isWord ? last.start : offset);
  return { place: placeOf(tokens, rest, word, around), calls };
}

function isInString(token: Token, offset: number): boolean {
  const { start, closed, quote } = stringParts(token);
  return offset >= start && offset <= token.end - (closed ? quote.length : 0);
}

function wordTo({ text, position, offset }: Around, start: number): Word {
  const word = text.slice(start, offset);
  const character = Math.max(0, position.character - word.length);
  return { text: word, range: { start: { line: position.line, character }, end: position } };
}

/** Between quotes: a plain text may be a name; in the braces of an f-string stands code. */
function inString(token: Token, around: Around, calls: readonly CallPlace[]): Placed {
  const { prefix, quote, start } = stringParts(token);
  const typed = around.text.slice(start, around.offset);
  if (prefix.includes('f') || prefix.includes('t')) return inBraces(typed, around);
  if (quote.length > 1 || prefix !== '' || /[\\\r\n]/.test(typed)) return { place: NOTHING, calls };
  return { place: { kind: 'text', word: wordTo(around, start), quote }, calls };
}

function inBraces(typed: string, around: Around): Placed {
  const open = typed.replaceAll('{{', '\0\0').lastIndexOf('{');
  const code = open < 0 ? '' : typed.slice(open + 1);
  const tokens = tokensOf(code);
  const last = tokens.at(-1);
  const isPlain = !/[}\r\n]/.test(code) && last && last.kind !== 'string';
  if (!isPlain) return { place: NOTHING, calls: [] };
  const isWord = last.kind === 'name' && last.end === code.length;
  const rest = isWord ? tokens.length - 1 : tokens.length;
  const word = wordTo(around, around.offset - (isWord ? last.text.length : 0));
  const object = tokens[rest - 1]?.text === '.' ? chainBefore(tokens, rest - 1) : undefined;
  return { place: object === undefined ? NOTHING : { kind: 'attribute', object, word }, calls: [] };
}

function placeOf(tokens: readonly Token[], rest: number, word: Word, around: Around): CursorPlace {
  const first = tokens[0];
  const last = tokens[rest - 1];
  if (rest === 0) return { kind: 'statement', word, decorated: decoratorsAbove(around) };
  if (first?.text === '@') {
    const decorator = decoratorAt(tokens, rest, word, around);
    if (decorator) return decorator;
  }
  if (first?.text === 'from') {
    const imported = importAt(tokens, rest, word);
    if (imported) return imported;
  }
  if (last?.text === 'def' && (rest === 1 || (rest === 2 && first?.text === 'async'))) {
    return { kind: 'definition', word, decorated: decoratorsAbove(around) };
  }
  if (last?.text === '.') {
    const object = chainBefore(tokens, rest - 1);
    return object === undefined ? NOTHING : { kind: 'attribute', object, word };
  }
  return last && mayBeginExpression(last) ? { kind: 'expression', word } : NOTHING;
}

/** After an operator or a keyword, not after what is an expression already. */
function mayBeginExpression(last: Token): boolean {
  if (last.kind === 'operator') return !/^[)\]}.]$/.test(last.text);
  return last.kind === 'name' && BEFORE_EXPRESSION.has(last.text);
}

const BEFORE_EXPRESSION = new Set(
  'and assert await elif else if in is lambda not or raise return while with yield'.split(' '),
);

/** `@`, `@retr`, `@mf.`; `undefined` further right. */
function decoratorAt(
  tokens: readonly Token[],
  rest: number,
  word: Word,
  around: Around,
): CursorPlace | undefined {
  const isDotted = rest > 1 && tokens[rest - 1]?.text === '.';
  const object = isDotted ? chainBefore(tokens, rest - 1) : undefined;
  if (rest !== 1 && (object === undefined || object.split('.').length * 2 + 1 !== rest)) {
    return undefined;
  }
  const { above, below } = neighbours(around);
  const place = {
    kind: 'decorator' as const,
    word,
    above: below.kind,
    others: [...above, ...below.decorators],
  };
  return object === undefined ? place : { ...place, object };
}

/** Decorators over the statement that the cursor is in. */
function decoratorsAbove(around: Around): string[] {
  return neighbours(around).above;
}

function neighbours({ statements, index, statement }: Around): {
  above: string[];
  below: { kind: 'class' | 'function' | 'nothing'; decorators: string[] };
} {
  const above: string[] = [];
  for (let at = index - 1; statements[at]?.tokens[0]?.text === '@'; at--) {
    above.unshift(decoratorName(statements[at]));
  }
  const decorators: string[] = [];
  let at = statement ? index + 1 : index;
  for (; statements[at]?.tokens[0]?.text === '@'; at++)
    decorators.push(decoratorName(statements[at]));
  const [first, second] = statements[at]?.tokens ?? [];
  const word = first?.text === 'async' ? second?.text : first?.text;
  const kind = word === 'class' ? 'class' : word === 'def' ? 'function' : 'nothing';
  return { above, below: { kind, decorators } };
}

/** `@mf.retry(times=3)` → `mf.retry`. */
function decoratorName(statement: Statement | undefined): string {
  const tokens = statement?.tokens.slice(1) ?? [];
  const end = tokens.findIndex(({ kind, text }) => kind !== 'name' && text !== '.');
  return tokens
    .slice(0, end < 0 ? undefined : end)
    .map(({ text }) => text)
    .join('');
}

/** `from metaflow import FlowSpec, st`, with parentheses or without. */
function importAt(tokens: readonly Token[], rest: number, word: Word): CursorPlace | undefined {
  const at = tokens.findIndex(({ text }) => text === 'import');
  if (at < 0 || at >= rest) return undefined;
  const last = tokens[rest - 1]?.text ?? '';
  if (last !== 'import' && last !== ',' && !OPENING.has(last)) return NOTHING;
  const module = tokens
    .slice(1, at)
    .map(({ text }) => text)
    .join('');
  const others = tokens.filter(
    (token, index) => index > at && index !== rest && token.kind === 'name',
  );
  const given = others.map(({ text }) => text).filter((text) => text !== 'as');
  return { kind: 'import', module, word, given };
}
