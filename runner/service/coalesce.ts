/** Lets many changes become few messages. */

/** Most messages of one kind: ten a second. */
const SEND_INTERVAL = 100;

/**
 * Calls `send` at once, and then at most every `interval` milliseconds while it is asked for; what is asked for in
 * between is sent together at the end of the interval.
 */
export function coalesced(send: () => void, interval = SEND_INTERVAL): Coalesced {
  let timer: NodeJS.Timeout | undefined;
  let wanted = false;
  const tick = (): void => {
    timer = undefined;
    if (!wanted) return;
    wanted = false;
    timer = setTimeout(tick, interval);
    send();
  };
  return {
    ask: () => {
      wanted = true;
      if (timer === undefined) tick();
    },
    [Symbol.dispose]: () => {
      clearTimeout(timer);
      wanted = false;
    },
  };
}

export interface Coalesced extends Disposable {
  ask(): void;
}
