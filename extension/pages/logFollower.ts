/** Follows one task's log: the newest lines first, then what comes, until the attempt has ended. */
import type { LogPage, LogParams } from '../../runner/service/protocol';

export interface LogFollowing {
  readonly ask: (
    params: Pick<LogParams, 'cursor' | 'tail' | 'limit'>,
    signal: AbortSignal,
  ) => Promise<LogPage>;
  readonly show: (page: LogPage, reset: boolean) => void;
  readonly failed: (error: unknown) => void;
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/** Lines at the start and in one page. */
const LINES = 5_000;
/** A line is seen within a blink; a silent log costs two questions a second. */
const INTERVAL = 500;

/** @returns Stops following. */
export function followLog(following: LogFollowing): () => void {
  const controller = new AbortController();
  const { signal } = controller;
  follow(following, signal).catch((error: unknown) => {
    if (!signal.aborted) following.failed(error);
  });
  return () => controller.abort();
}

async function follow(following: LogFollowing, signal: AbortSignal): Promise<void> {
  const show = (page: LogPage, reset: boolean) => {
    if (!signal.aborted) following.show(page, reset);
  };
  let page = await following.ask({ tail: LINES, limit: LINES }, signal);
  show(page, true);
  while (!page.ended && !signal.aborted) {
    // A full page says that there is more already.
    if (page.lines.length < LINES) await following.wait(INTERVAL, signal);
    page = await following.ask({ cursor: page.cursor, limit: LINES }, signal);
    if (page.lines.length > 0 || page.ended) show(page, false);
  }
}
