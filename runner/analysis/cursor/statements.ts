/** Tokens → statements, each with its indentation. An open bracket ends where a definition begins: nobody means more. */
import { CLOSING, OPENING, tokensOf, type Token } from './tokens';

export interface Statement {
  /** Without comments and the line's end. */
  readonly tokens: readonly Token[];
  readonly start: number;
  /** Where its last line ends. */
  readonly end: number;
  /** In columns; a tab goes to the next multiple of eight, as in Python. */
  readonly indent: number;
  /** False when a bracket of it is still open. */
  readonly closed: boolean;
}

export interface ReadText {
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly statements: readonly Statement[];
}

/** After a keystroke an editor asks for completions, a signature and more about one and the same text. */
let last: ReadText = { text: '', tokens: [], statements: [] };

export function readText(text: string): ReadText {
  if (last.text !== text) {
    const tokens = tokensOf(text);
    last = { text, tokens, statements: statementsOf(text, tokens) };
  }
  return last;
}

function statementsOf(text: string, tokens: readonly Token[]): Statement[] {
  const statements: Statement[] = [];
  let own: Token[] = [];
  let depth = 0;
  let indent: number | undefined;
  const finish = (end: number): void => {
    const [first] = own;
    if (first) {
      indent ??= indentAt(text, first.start);
      statements.push({ tokens: own, start: first.start, end, indent, closed: depth === 0 });
    }
    own = [];
    depth = 0;
  };
  for (const [index, token] of tokens.entries()) {
    if (token.kind === 'newline') {
      if (depth > 0 && !beginsDefinition(tokens, index + 1)) continue;
      finish(token.start);
      indent = undefined;
    } else if (token.text === ';' && depth === 0 && own[0]) {
      // What follows on the line stands in the same block.
      const here = indent ?? indentAt(text, own[0].start);
      finish(token.start);
      indent = here;
    } else if (token.kind !== 'comment') {
      if (token.kind === 'operator' && OPENING.has(token.text)) depth++;
      if (token.kind === 'operator' && CLOSING.has(token.text)) depth = Math.max(0, depth - 1);
      own.push(token);
    }
  }
  finish(text.length);
  return statements;
}

const DEFINITIONS = new Set(['def', 'class']);

/** A line that begins so is never the inside of a bracket. */
function beginsDefinition(tokens: readonly Token[], at: number): boolean {
  const first = tokens[at];
  const second = tokens[at + 1];
  if (first?.text === '@') return true;
  const name = first?.text === 'async' ? tokens[at + 2] : second;
  const keyword = first?.text === 'async' ? second : first;
  return DEFINITIONS.has(keyword?.text ?? '') && (name?.kind === 'name' || name === undefined);
}

/** Of what begins at `start`, which is the first thing in its line. */
export function indentAt(text: string, start: number): number {
  return columns(indentationAt(text, start));
}

/** The white space that the line of a place begins with, up to that place. */
export function indentationAt(text: string, at: number): string {
  // Looked for in the line alone: most texts have no such character, and the search would go back to their beginning.
  const line = text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
  return /^[^\S\r\n]*/.exec(line.slice(line.lastIndexOf('\r') + 1))?.[0] ?? '';
}

function columns(space: string): number {
  let column = 0;
  for (const each of space) {
    if (each === '\t') column += 8 - (column % 8);
    // A byte-order mark takes no room.
    else if (each !== '\uFEFF') column++;
  }
  return column;
}
