/** Work that is asked for often and done seldom. */

export interface Throttled<Arguments extends readonly unknown[]> {
  (...args: Arguments): void;
  /** Forgets what is still to come. */
  cancel(): void;
}

/** Runs at once if the last run is long enough ago, otherwise once the pause is over, with the newest arguments. */
export function throttled<Arguments extends readonly unknown[]>(
  milliseconds: number,
  work: (...args: Arguments) => void,
): Throttled<Arguments> {
  let newest: Arguments | undefined;
  let timer: NodeJS.Timeout | undefined;
  const rest = (): void => {
    timer = setTimeout(() => {
      timer = undefined;
      if (newest) run(newest);
    }, milliseconds);
  };
  const run = (args: Arguments): void => {
    newest = undefined;
    rest();
    work(...args);
  };
  const call = (...args: Arguments): void => {
    if (timer === undefined) run(args);
    else newest = args;
  };
  call.cancel = (): void => {
    clearTimeout(timer);
    timer = undefined;
    newest = undefined;
  };
  return call;
}

/** Runs once nothing was asked for this long. */
export function debounced(milliseconds: number, work: () => void): Throttled<[]> {
  let timer: NodeJS.Timeout | undefined;
  const call = (): void => {
    clearTimeout(timer);
    timer = setTimeout(work, milliseconds);
  };
  call.cancel = (): void => clearTimeout(timer);
  return call;
}
