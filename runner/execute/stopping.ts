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

  /** @param attempts those that are to end; after a failure whatever still runs some time later */
  stop(reason: StopReason, attempts: readonly AttemptId[]): void {
    if (reason === 'failure') {
      this.#timer ??= setTimeout(() => this.#tellAll(GRACE_SECONDS), FINISH_MS);
    } else if (reason === 'gang') {
      this.#tell(attempts, GRACE_SECONDS);
    } else {
      this.#tellAll(GRACE_SECONDS);
    }
  }

  /** Without grace. */
  kill(): void {
    this.#tellAll(0);
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }

  #tellAll(graceSeconds: number): void {
    clearTimeout(this.#timer);
    this.#tell(this.running(), graceSeconds);
  }

  #tell(attempts: readonly AttemptId[], graceSeconds: number): void {
    if (attempts.length === 0) return;
    for (const attempt of attempts) this.#told.add(attemptName(attempt));
    this.compute.cancel(
      attempts.map(({ step, task, attempt }) => ({ step, task, attempt })),
      graceSeconds,
    );
  }
}
