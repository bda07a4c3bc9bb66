/** Ctrl-C once stops in order, twice at once; SIGTERM and SIGHUP (a closed terminal) count as the first. */
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import type { RunSignals } from '../execute/request';

export interface CaughtSignals extends RunSignals, Disposable {
  /** The first signal that came. */
  readonly received: NodeJS.Signals | undefined;
  /** A signal that another process got in our stead. The terminal sends one key to both: it counts once. */
  pass(signal: string): void;
}

const CAUGHT = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export function catchSignals(onFirst: () => void): CaughtSignals {
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
  const caught = CAUGHT.filter((signal) => !isIgnored(signal));
  for (const signal of caught) process.on(signal, handler);
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
      for (const signal of caught) process.off(signal, handler);
    },
  };
}

/** Whether we were started to ignore it, as `nohup` does: then it must not reach us. Only Linux tells. */
function isIgnored(signal: (typeof CAUGHT)[number]): boolean {
  try {
    const mask = /^SigIgn:\s*([0-9a-f]+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
    const bit = BigInt(constants.signals[signal] - 1);
    return ((BigInt(`0x${mask ?? '0'}`) >> bit) & 1n) === 1n;
  } catch {
    return false;
  }
}
