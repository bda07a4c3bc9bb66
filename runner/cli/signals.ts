/** Ctrl-C once stops in order, twice at once; SIGTERM and SIGHUP (a closed terminal) count as the first. */
import type { RunSignals } from '../execute/request';

export interface CaughtSignals extends RunSignals, Disposable {
  /** The first signal that came. */
  readonly received: NodeJS.Signals | undefined;
}

export function catchSignals(onFirst: () => void): CaughtSignals {
  const stop = new AbortController();
  const kill = new AbortController();
  let received: NodeJS.Signals | undefined;
  const handler = (signal: NodeJS.Signals): void => {
    if (received !== undefined) {
      kill.abort();
      return;
    }
    received = signal;
    stop.abort();
    onFirst();
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, handler);
  return {
    stop: stop.signal,
    kill: kill.signal,
    get received() {
      return received;
    },
    [Symbol.dispose]: () => {
      for (const signal of signals) process.off(signal, handler);
    },
  };
}
