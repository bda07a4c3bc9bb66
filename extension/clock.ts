/** Times and durations as people read them; the same words as on the pages. Pure. */

/** Words that are translated by the caller. */
export interface ClockWords {
  readonly yesterday: string;
  /** BCP 47, for the names of months. */
  readonly locale: string;
}

const two = (value: number) => String(value).padStart(2, '0');

/** Whole days between the local midnights before two times. */
function daysBetween(earlier: Date, later: Date): number {
  const midnight = (date: Date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
  return (midnight(later) - midnight(earlier)) / 86_400_000;
}

/** "16:42" for today, then "yesterday", then "Nov 20", with the year when it is another one. */
export function clockTime(at: number, now: number, words: ClockWords): string {
  const time = new Date(at);
  const today = new Date(now);
  const days = daysBetween(time, today);
  if (days === 0) return `${two(time.getHours())}:${two(time.getMinutes())}`;
  if (days === 1) return words.yesterday;
  return time.toLocaleDateString(words.locale, {
    month: 'short',
    day: 'numeric',
    ...(time.getFullYear() === today.getFullYear() ? {} : { year: 'numeric' }),
  });
}

/** "0.31 s", "9.8 s", "42 s", "3 m 20 s", "2 h 5 m". */
export function durationText(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 1) return `${seconds.toFixed(2)} s`;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} m ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} m`;
}

/** The last four characters of a run's id, as on the pages: "…8810". Short ids stay whole. */
export function shortId(run: string): string {
  return run.length > 6 ? `…${run.slice(-4)}` : run;
}
