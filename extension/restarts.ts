/** How often a process that keeps ending may be started again. */
export interface RestartLimit {
  readonly times: number;
  /** Milliseconds. */
  readonly within: number;
}

/** The language client library's own habit: five times in three minutes. */
const RESTART_LIMIT: RestartLimit = { times: 5, within: 180_000 };

/**
 * The ends that still count after one more at `now`, or undefined when it ended too often.
 *
 * @param earlier Epoch milliseconds of earlier ends.
 */
export function restartAfter(
  earlier: readonly number[],
  now: number,
  limit: RestartLimit = RESTART_LIMIT,
): readonly number[] | undefined {
  const recent = [...earlier.filter((at) => now - at < limit.within), now];
  return recent.length > limit.times ? undefined : recent;
}

/** Milliseconds to wait before the next start: at once, then longer and longer up to eight seconds. */
export function restartDelay(recentEnds: number): number {
  return recentEnds <= 1 ? 0 : Math.min(8_000, 500 * 2 ** (recentEnds - 2));
}
