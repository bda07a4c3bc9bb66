/** `flowdeck doctor`: what a run needs, and how to fix what is missing. */
import { checkSetup } from '../../runs/setup';
import type { CheckItem } from '../../service/protocol';
import { EXIT } from '../failure';
import type { Terminal } from '../terminal';

export interface DoctorOptions {
  readonly python?: string;
  readonly json?: boolean;
}

/** 0 unless something stands in the way of a run. */
export async function doctorCommand(options: DoctorOptions, terminal: Terminal): Promise<number> {
  const items = await checkSetup({
    ...(options.python === undefined ? {} : { python: options.python }),
    cwd: process.cwd(),
    env: process.env,
  });
  terminal.out(
    options.json === true
      ? `${JSON.stringify({ items }, undefined, 2)}\n`
      : `${reportLines(items, terminal).join('\n')}\n`,
  );
  return items.some(({ state }) => state === 'problem') ? EXIT.failed : EXIT.ok;
}

const SIGNS = { ok: '✓', warning: '!', problem: '✗' } as const;
const COLOURS = { ok: 'green', warning: 'yellow', problem: 'red' } as const;

function reportLines(items: readonly CheckItem[], terminal: Terminal): readonly string[] {
  const width = Math.max(...items.map(({ name }) => name.length));
  return items.flatMap(({ name, state, message, remedy }) => [
    `${terminal.style(COLOURS[state], SIGNS[state])} ${name.padEnd(width)}  ${message}`,
    ...(remedy === undefined ? [] : [`  ${' '.repeat(width)}  ${remedy}`]),
  ]);
}
