/** Ends running attempts: when and how hard depends on why. */
import type { Compute } from '../compute/compute';
import type { AttemptId } from '../compute/protocol';
import type { StopReason } from '../scheduler/types';
import { attemptName } from './tasks';

/** After a failure, Metaflow gives the other running tasks this long to finish by themselves. */
const FINISH_MS = 5_000;
/** Between asking a task to end (SIGTERM) and ending it (SIGKILL). */
const GRACE_SECONDS = 5;

export class Stopping {
  readonly #told = new Set<string>();
  #timer: NodeJS.Timeout | undefined;

  /** @param running what runs at the moment it is called */
  constructor(
    private readonly compute: Compute,
    private readonly running: () => readonly AttemptId[],
  ) {}

  /** Whether an attempt ended because it was told to. */
  wasTold(name: string): boolean {
    return this.#told.has(name);
  }

  stop(reason: StopReason): void {
    if (reason === 'failure') {
      this.#timer ??= setTimeout(() => this.#tell(GRACE_SECONDS), FINISH_MS);
    } else {
      this.#tell(GRACE_SECONDS);
    }
  }

  /** Without grace. */
  kill(): void {
    this.#tell(0);
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }

  #tell(graceSeconds: number): void {
    clearTimeout(this.#timer);
    const attempts = this.running();
    if (attempts.length === 0) return;
    for (const attempt of attempts) this.#told.add(attemptName(attempt));
    this.compute.cancel(
      attempts.map(({ step, task, attempt }) => ({ step, task, attempt })),
      graceSeconds,
    );
  }
}
