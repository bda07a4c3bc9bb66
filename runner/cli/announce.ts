/**
 * A detached run tells the process that started it where it is (or why it did not start), over Node's IPC channel,
 * and goes its own way: it shows no progress and outlives its parent.
 */
import { FlowdeckError, type ErrorDetails } from '../errors';
import type { RunObserver, RunOutcome } from '../execute/request';
import type { RunRef } from '../runs/model';
import { EXIT } from './failure';

/** The one message that comes over the channel. */
export type Announcement = { readonly ref: RunRef } | { readonly error: ErrorDetails };

export async function announce(
  start: (observer: RunObserver) => Promise<Pick<RunOutcome, 'state'>>,
): Promise<number> {
  try {
    const outcome = await start({
      started: (ref) => void tell({ ref }),
      event: () => undefined,
    });
    return outcome.state === 'succeeded' ? EXIT.ok : EXIT.failed;
  } catch (error) {
    // After the run was announced nobody listens any more, and its records say the same.
    await tell({ error: detailsOf(error) });
    return EXIT.failed;
  }
}

function tell(announcement: Announcement): Promise<void> {
  return new Promise((resolve) => {
    const parted = (): void => {
      if (process.connected) process.disconnect();
      resolve();
    };
    if (process.send && process.connected) process.send(announcement, undefined, undefined, parted);
    else resolve();
  });
}

function detailsOf(error: unknown): ErrorDetails {
  if (error instanceof FlowdeckError) return error.toDetails();
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'internal', message: `Flowdeck made a mistake: ${message}` };
}
