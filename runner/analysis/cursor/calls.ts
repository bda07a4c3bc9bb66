/** The calls that are open where the cursor stands: which argument of which function it is in. */
import { CLOSING, OPENING, stringParts, type Token } from './tokens';

export interface CallPlace {
  /** As written, what is in brackets left out: `self.next`, `mf.retry`, `inputs[].merge`. */
  readonly callee: string;
  /** `@callee(…)`. */
  readonly isDecorator: boolean;
  /** Which of the arguments that commas part; from 0. */
  readonly index: number;
  /** The cursor is in the value of this keyword. */
  readonly keyword?: string;
  /** Keywords of the other arguments. */
  readonly given: readonly string[];
  /** Literal texts among the arguments: by keyword, or by position (`"0"`). */
  readonly texts: ReadonlyMap<string, string>;
  /** Between the call's parenthesis and the cursor: nothing, a list (or a tuple, or a set), a key or a value of a dict; or more. */
  readonly within: 'directly' | 'list' | 'key' | 'value' | 'deeper';
  /** Texts of the list or dict that the cursor is in. */
  readonly siblings: readonly string[];
}

interface Bracket {
  readonly at: number;
  readonly text: string;
}

/**
 * Innermost first; what an index or a lambda's brackets hold belongs to no call.
 *
 * @param tokens of the statement
 * @param before how many of them stand before the cursor; a string that the cursor is in is not among them
 * @param closed whether the statement's brackets are; what follows the cursor in open ones was hardly meant for them
 */
export function callsAt(tokens: readonly Token[], before: number, closed: boolean): CallPlace[] {
  const open = openBrackets(tokens, before);
  const calls: CallPlace[] = [];
  for (let depth = open.length - 1; depth >= 0; depth--) {
    const bracket = open[depth];
    if (!bracket || bracket.text !== '(') continue;
    const callee = chainBefore(tokens, bracket.at);
    if (callee === undefined || isKeyword(callee)) continue;
    const inside = open.slice(depth + 1);
    const within = withinOf(inside, tokens, before);
    if (!within) continue;
    const end = closed ? tokens.length : before;
    const siblings = inside[0] ? textsIn(tokens, inside[0].at, end, before) : [];
    calls.push({
      callee,
      isDecorator:
        tokens[0]?.text === '@' && tokens[calleeStart(tokens, bracket.at) - 1]?.text === '@',
      within,
      siblings,
      ...argumentsOf(tokens, bracket.at, before, end),
    });
  }
  return calls;
}

function openBrackets(tokens: readonly Token[], before: number): Bracket[] {
  const open: Bracket[] = [];
  for (const [at, token] of tokens.slice(0, before).entries()) {
    if (token.kind !== 'operator') continue;
    if (OPENING.has(token.text)) open.push({ at, text: token.text });
    if (CLOSING.has(token.text)) open.pop();
  }
  return open;
}

/** `undefined`: in an index, or in another call. */
function withinOf(
  inside: readonly Bracket[],
  tokens: readonly Token[],
  before: number,
): CallPlace['within'] | undefined {
  const [first, ...more] = inside;
  if (!first) return 'directly';
  const callee = first.text === '{' ? undefined : chainBefore(tokens, first.at);
  if (callee !== undefined && !isKeyword(callee)) return 'deeper';
  if (more.length > 0) return 'deeper';
  if (first.text !== '{') return 'list';
  return dictPart(tokens, first.at, before);
}

function dictPart(tokens: readonly Token[], open: number, before: number): 'key' | 'value' {
  let part: 'key' | 'value' = 'key';
  let depth = 0;
  for (const { kind, text } of tokens.slice(open + 1, before)) {
    if (kind !== 'operator') continue;
    if (OPENING.has(text)) depth++;
    else if (CLOSING.has(text)) depth--;
    else if (depth === 0 && text === ':') part = 'value';
    else if (depth === 0 && text === ',') part = 'key';
  }
  return part;
}

/** The texts that stand directly in a bracket, without the one at the cursor. */
function textsIn(tokens: readonly Token[], open: number, end: number, own: number): string[] {
  const texts: string[] = [];
  let depth = 0;
  for (let at = open + 1; at < end; at++) {
    const token = tokens[at];
    if (!token) break;
    if (token.kind === 'operator' && OPENING.has(token.text)) depth++;
    if (token.kind === 'operator' && CLOSING.has(token.text) && --depth < 0) break;
    if (depth === 0 && token.kind === 'string' && at !== own) texts.push(contentOf(token));
  }
  return texts;
}

function contentOf(token: Token): string {
  const { start, quote, closed } = stringParts(token);
  return token.text.slice(start - token.start, closed ? -quote.length : undefined);
}

type Arguments = Pick<CallPlace, 'index' | 'keyword' | 'given' | 'texts'>;

function argumentsOf(
  tokens: readonly Token[],
  open: number,
  before: number,
  end: number,
): Arguments {
  let index = 0;
  let mine = 0;
  let keyword: string | undefined;
  let own: string | undefined;
  const given: string[] = [];
  const texts = new Map<string, string>();
  let depth = 0;
  for (let at = open + 1; at < end || at <= before; at++) {
    if (at === before) [mine, own] = [index, keyword];
    const token = tokens[at];
    if (!token || at >= end) continue;
    if (token.kind === 'string' && depth === 0)
      texts.set(keyword ?? String(index), contentOf(token));
    if (token.kind === 'name' && depth === 0 && tokens[at + 1]?.text === '=') {
      keyword = token.text;
      if (at !== before) given.push(token.text);
    }
    if (token.kind !== 'operator') continue;
    if (OPENING.has(token.text)) depth++;
    else if (CLOSING.has(token.text) && --depth < 0) break;
    else if (token.text === ',' && depth === 0) {
      index++;
      keyword = undefined;
    }
  }
  const others = given.filter((name) => name !== own);
  const place = { index: mine, given: others, texts };
  return own === undefined ? place : { ...place, keyword: own };
}

/** Words after which a parenthesis is no call. */
const KEYWORDS = new Set(
  'and as assert await def del elif else except for from if import in is lambda not or raise return while with yield class'.split(
    ' ',
  ),
);

function isKeyword(chain: string): boolean {
  return KEYWORDS.has(chain);
}

/**
 * The expression that ends before a token: `self.model`, `inputs[]`, `load().x`. What brackets hold is left out.
 * `undefined` when there is none.
 */
export function chainBefore(tokens: readonly Token[], at: number): string | undefined {
  const start = calleeStart(tokens, at);
  if (start >= at) return undefined;
  let chain = '';
  let depth = 0;
  for (const token of tokens.slice(start, at)) {
    const isOperator = token.kind === 'operator';
    if (isOperator && CLOSING.has(token.text)) depth--;
    if (depth === 0) chain += token.text;
    if (isOperator && OPENING.has(token.text)) depth++;
  }
  return chain;
}

/** Where that expression begins. */
function calleeStart(tokens: readonly Token[], end: number): number {
  let at = end;
  for (;;) {
    const last = tokens[at - 1];
    if (!last) return end;
    if (last.kind === 'operator' && CLOSING.has(last.text)) {
      at = openingOf(tokens, at - 1);
      if (at < 0) return end;
      // `(a or b).x`, `[1].x`: brackets with nothing before them.
      const before = tokens[at - 1];
      const goesOn = before && endsExpression(before) && !KEYWORDS.has(before.text);
      if (!goesOn) return at;
      continue;
    }
    if (last.kind !== 'name') return end;
    at--;
    if (tokens[at - 1]?.text !== '.') return at;
    at--;
    const before = tokens[at - 1];
    // `'a'.join`: on a literal.
    if (!before || !endsExpression(before)) return end;
  }
}

function endsExpression(token: Token): boolean {
  return token.kind === 'name' || (token.kind === 'operator' && CLOSING.has(token.text));
}

function openingOf(tokens: readonly Token[], closing: number): number {
  let depth = 0;
  for (let at = closing; at >= 0; at--) {
    const token = tokens[at];
    if (token?.kind !== 'operator') continue;
    if (CLOSING.has(token.text)) depth++;
    if (OPENING.has(token.text) && --depth === 0) return at;
  }
  return -1;
}
