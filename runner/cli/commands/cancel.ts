/** `flowdeck cancel`: asks a run to stop, from any shell. */
import { cancelRun } from '../../runs/control';
import { EXIT } from '../failure';
import { findRun } from '../findRun';
import type { Terminal } from '../terminal';

export interface CancelOptions {
  readonly now?: boolean;
  readonly json?: boolean;
}

export async function cancelCommand(
  run: string,
  options: CancelOptions,
  terminal: Terminal,
): Promise<number> {
  const ref = await findRun(run);
  await cancelRun(ref, options.now === true);
  const text = `${ref.flow}/${ref.run} was asked to stop${options.now === true ? ' at once' : ''}`;
  terminal.out(options.json === true ? `${JSON.stringify(ref)}\n` : `${text}\n`);
  return EXIT.ok;
}
