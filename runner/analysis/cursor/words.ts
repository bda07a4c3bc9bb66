/** The name under a cursor with what stands around it: what a hover asks. */
import type { Position, Range } from '../positions';
import { callsAt, chainBefore, type CallPlace } from './calls';
import { offsetAt } from './offsets';
import { scopeAt } from './scope';
import { readText } from './statements';

export interface WordPlace {
  readonly text: string;
  readonly range: Range;
  /** What stands before its dot: `current`, `mf`, `inputs[]`. */
  readonly object?: string;
  /** It is the name of a keyword argument. */
  readonly isKeyword: boolean;
  readonly call?: CallPlace;
  /** The module of the `from … import` that it stands in. */
  readonly importedFrom?: string;
  /** What the method around it calls its flow. */
  readonly self?: string;
}

export function wordAt(text: string, position: Position): WordPlace | undefined {
  const offset = offsetAt(text, position);
  const statements = readText(text).statements;
  const index = statements.findLastIndex(({ start }) => start <= offset);
  const statement = statements[index];
  const at = statement?.tokens.findIndex(
    ({ kind, start, end }) => kind === 'name' && start <= offset && offset <= end,
  );
  if (!statement || at === undefined || at < 0) return undefined;
  const { tokens, closed, indent } = statement;
  const token = tokens[at];
  if (!token) return undefined;
  const isDotted = tokens[at - 1]?.text === '.';
  const object = isDotted ? chainBefore(tokens, at - 1) : undefined;
  // A dot after something that is no name: nothing is known of it.
  if (isDotted && object === undefined) return undefined;
  const [call] = callsAt(tokens, at, closed);
  const self = scopeAt(statements, index, indent).method?.parameters[0];
  const isKeyword = call?.within === 'directly' && tokens[at + 1]?.text === '=' && !isDotted;
  const { line } = position;
  const start = position.character - (offset - token.start);
  return {
    text: token.text,
    range: {
      start: { line, character: start },
      end: { line, character: start + token.text.length },
    },
    isKeyword,
    ...(object === undefined ? {} : { object }),
    ...(call ? { call } : {}),
    ...(self === undefined ? {} : { self }),
    ...importOf(
      tokens.map((each) => each.text),
      at,
    ),
  };
}

function importOf(words: readonly string[], at: number): { importedFrom?: string } {
  const until = words.indexOf('import');
  return words[0] === 'from' && until > 0 && at > until
    ? { importedFrom: words.slice(1, until).join('') }
    : {};
}
