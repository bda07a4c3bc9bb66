/** Run ids are Metaflow's: microseconds since the epoch, in decimal. */

let lastId = 0;

/** Larger than every id that this process gave before, so that two runs of the same microsecond differ. */
export function nextRunId(now: number = performance.timeOrigin + performance.now()): string {
  lastId = Math.max(lastId + 1, Math.floor(now * 1000));
  return String(lastId);
}

/** Between the years 2001 and 2286 a microsecond count has 16 digits. */
const MICROSECONDS = /^\d{16}$/;

/**
 * When a run began, in epoch milliseconds. The id tells the truth where it is a time; the record's own time
 * is renewed whenever somebody changes the tags.
 */
export function creationTime(run: string, recorded: number | undefined): number {
  return MICROSECONDS.test(run) ? Math.floor(Number(run) / 1000) : (recorded ?? 0);
}
