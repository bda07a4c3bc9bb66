/** How a failure looks in a terminal, and which exit code it gives. */
import { FlowRefusedError } from '../compute/refused';
import { FlowdeckError, formatPlace } from '../errors';
import type { TracebackFrame } from '../runs/model';
import type { Terminal } from './terminal';

export const EXIT = { ok: 0, failed: 1, usage: 2, interrupted: 130 } as const;

/** Errors that the words of the command line caused. */
const USAGE_CODES = /^(parameter-|argument-|pathspec-|usage)/;

/** Prints any error; what is not a FlowdeckError is a fault of ours and comes with its stack. */
export function printFailure(error: unknown, terminal: Terminal, debug: boolean): void {
  if (!(error instanceof FlowdeckError)) {
    const known = error instanceof Error ? (error.stack ?? error.message) : String(error);
    terminal.err(`${title('internal', terminal)} Flowdeck made a mistake\n${indent(known)}\n`);
    return;
  }
  if (error.code === 'usage') {
    // Python has laid it out: the usage of the flow's own command line.
    terminal.err(`${error.message}\n`);
    return;
  }
  if (error.code === 'help-asked') {
    terminal.out(`${error.message}\n`);
    return;
  }
  terminal.err(`${title(error.code, terminal)} ${error.message}\n`);
  if (error.where) terminal.err(`  at ${formatPlace(error.where)}\n`);
  terminal.err(frameLines(framesOf(error), terminal));
  if (error.remedy !== undefined) terminal.err(`  ${error.remedy}\n`);
  if (debug) terminal.err(`${indent(debugText(error))}\n`);
}

export function exitCodeOf(error: unknown): number {
  if (error instanceof FlowdeckError && error.code === 'help-asked') return EXIT.ok;
  return error instanceof FlowdeckError && USAGE_CODES.test(error.code) ? EXIT.usage : EXIT.failed;
}

/** `  flow.py:12 in start` and the source line, for each frame. */
export function frameLines(frames: readonly TracebackFrame[], terminal: Terminal): string {
  return frames
    .map(({ file, line, name, text }) => {
      const place = terminal.errStyle('cyan', `${file}:${line}`);
      return `    ${place} in ${name}\n${text === undefined ? '' : `      ${text}\n`}`;
    })
    .join('');
}

function title(code: string, terminal: Terminal): string {
  return `${terminal.errStyle(['red', 'bold'], `error[${code}]`)}:`;
}

/** The frames of the user's code, when it raised while its file was loaded. */
function framesOf(error: FlowdeckError): readonly TracebackFrame[] {
  return error instanceof FlowRefusedError ? (error.taskError?.frames ?? []) : [];
}

function debugText(error: Error): string {
  const cause = error.cause instanceof Error ? `\ncaused by ${error.cause.stack ?? ''}` : '';
  return `${error.stack ?? ''}${cause}`;
}

function indent(text: string): string {
  return text.replace(/^/gm, '    ');
}
