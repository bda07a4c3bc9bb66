/** The time of a run in a narrow tree: shorter than on the pages. Pure. */

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
