/**
 * A bracket that is still open makes a parser swallow the steps below it. This closes such brackets at the end of
 * their last line, where no position of anything else moves.
 */

const CLOSING: { readonly [open: string]: string } = { '(': ')', '[': ']', '{': '}' };
/** A line that begins so, at class level or outside, is never the inside of a bracket. */
const BEGINS_DEFINITION = /^[ \t]*(?:@[\w.]+|(?:async[ \t]+)?def[ \t]+\w+|class[ \t]+\w+)/;
/** Strings and comments have brackets that do not count. A string that does not end takes the rest of its line. */
const TOKEN =
  /"""[\s\S]*?(?:"""|$)|'''[\s\S]*?(?:'''|$)|"(?:[^"\\\n]|\\[\s\S])*["\n]?|'(?:[^'\\\n]|\\[\s\S])*['\n]?|#[^\n]*|[()[\]{}]|\n/g;

/** The text with the missing brackets; `undefined` when none is missing before a definition or at its end. */
export function closeBrackets(text: string): string | undefined {
  const insertions: { at: number; brackets: string }[] = [];
  let open: string[] = [];
  let codeEnd = 0;
  let commentEnd = 0;
  for (const match of text.matchAll(TOKEN)) {
    const token = match[0];
    const end = match.index + token.length;
    if (token.startsWith('#') || token === '\n') {
      const before = trimmedEnd(text, match.index);
      if (before > commentEnd) codeEnd = before;
      if (token !== '\n') commentEnd = end;
    } else if (token.endsWith('\n')) {
      codeEnd = end - 1;
    }
    if (Object.hasOwn(CLOSING, token)) open.push(token);
    else if (/^[)\]}]$/.test(token)) open.pop();
    else if (token.endsWith('\n') && open.length > 0 && beginsDefinition(text, end)) {
      insertions.push({ at: codeEnd, brackets: closing(open) });
      open = [];
    }
  }
  if (open.length > 0) {
    const end = trimmedEnd(text, text.length);
    insertions.push({ at: end > commentEnd ? end : codeEnd, brackets: closing(open) });
  }
  return insertions.length === 0 ? undefined : insertAll(text, insertions);
}

const closing = (open: readonly string[]): string =>
  open
    .toReversed()
    .map((each) => CLOSING[each])
    .join('');

function insertAll(text: string, insertions: readonly { at: number; brackets: string }[]): string {
  let result = '';
  let from = 0;
  for (const { at, brackets } of insertions) {
    result += text.slice(from, at) + brackets;
    from = at;
  }
  return result + text.slice(from);
}

function beginsDefinition(text: string, lineStart: number): boolean {
  const end = text.indexOf('\n', lineStart);
  return BEGINS_DEFINITION.test(text.slice(lineStart, end < 0 ? undefined : end));
}

/** Where the text before `end` ends without its white space. */
function trimmedEnd(text: string, end: number): number {
  let at = end;
  while (at > 0 && /\s/.test(text.charAt(at - 1))) at--;
  return at;
}
