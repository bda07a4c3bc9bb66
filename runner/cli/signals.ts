/** Ctrl-C once stops in order, twice at once; SIGTERM and SIGHUP (a closed terminal) count as the first. */
import type { RunSignals } from '../execute/request';

export interface CaughtSignals extends RunSignals, Disposable {
  /** The first signal that came. */
  readonly received: NodeJS.Signals | undefined;
  /** A signal that another process got in our stead. The terminal sends one key to both: it counts once. */
  pass(signal: string): void;
}

const CAUGHT = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** @param ignored those that must not end the run: `nohup`. Node itself forgets what it was started to ignore. */
export function catchSignals(onFirst: () => void, ignored: readonly string[] = []): CaughtSignals {
  const stop = new AbortController();
  const kill = new AbortController();
  let received: NodeJS.Signals | undefined;
  const counts = { own: 0, passed: 0 };
  const take = (signal: NodeJS.Signals): void => {
    if (received === undefined) {
      received = signal;
      stop.abort();
      onFirst();
    } else if (Math.max(counts.own, counts.passed) > 1) {
      kill.abort();
    }
  };
  const handler = (signal: NodeJS.Signals): void => {
    counts.own += 1;
    take(signal);
  };
  for (const signal of CAUGHT) {
    process.on(signal, ignored.includes(signal) ? ignore : handler);
  }
  return {
    stop: stop.signal,
    kill: kill.signal,
    get received() {
      return received;
    },
    pass: (name) => {
      counts.passed += 1;
      take(CAUGHT.find((signal) => signal === name) ?? 'SIGTERM');
    },
    [Symbol.dispose]: () => {
      for (const signal of CAUGHT) process.off(signal, handler).off(signal, ignore);
    },
  };
}

function ignore(): void {
  // On purpose.
}
