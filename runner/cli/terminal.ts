/** Where a command writes, and whether in colour. */
import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

export interface Terminal {
  /** Results: standard output. */
  readonly out: (text: string) => void;
  /** Errors and remarks: standard error. */
  readonly err: (text: string) => void;
  /** In colour where standard output shows colours. */
  readonly style: (style: Style, text: string) => string;
  readonly errStyle: (style: Style, text: string) => string;
  /** Whether lines can be drawn again. */
  readonly live: boolean;
  /** Characters in a line. */
  readonly columns: number;
  readonly rows: number;
}

export function processTerminal(): Terminal {
  const { stdout, stderr, env } = process;
  const outColour = showsColour(stdout.isTTY, env);
  const errColour = showsColour(stderr.isTTY, env);
  return {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    style: (style, text) => (outColour && text !== '' ? styleText(style, text) : text),
    errStyle: (style, text) => (errColour && text !== '' ? styleText(style, text) : text),
    // Some terminals do not tell their size: then nothing can be drawn again in the right place.
    live: stdout.isTTY && stdout.columns > 0 && stdout.rows > 0 && env.TERM !== 'dumb',
    get columns() {
      return stdout.isTTY && stdout.columns > 0 ? stdout.columns : 100;
    },
    get rows() {
      return stdout.isTTY && stdout.rows > 0 ? stdout.rows : 24;
    },
  };
}

/** FORCE_COLOR (not `0`) comes first, then NO_COLOR (https://no-color.org), then whether it is a terminal. */
export function showsColour(isTerminal: boolean | undefined, env: NodeJS.ProcessEnv): boolean {
  const force = env.FORCE_COLOR;
  if (force !== undefined && force !== '') return force !== '0' && force !== 'false';
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false;
  return isTerminal === true && env.TERM !== 'dumb';
}
