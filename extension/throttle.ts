/** Calls at most once in a while: the first call waits `wait` milliseconds, those in between are one with it. */
export interface Throttled {
  readonly call: () => void;
  readonly cancel: () => void;
}

export function throttle(action: () => void, wait: number): Throttled {
  let timer: NodeJS.Timeout | undefined;
  return {
    call: () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        action();
      }, wait);
    },
    cancel: () => {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}
