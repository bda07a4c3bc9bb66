/** Tasks that wait for their next attempt. */
import type { TaskKey } from '../scheduler/types';

const MINUTE_MS = 60_000;
/** Node's timers hold no more (24 days). */
const LONGEST_MS = 2 ** 31 - 1;

export class Waits {
  readonly #timers = new Map<TaskKey, NodeJS.Timeout>();

  constructor(private readonly onOver: (task: TaskKey) => void) {}

  start(task: TaskKey, minutes: number): void {
    const over = (): void => {
      this.#timers.delete(task);
      this.onOver(task);
    };
    this.#timers.set(task, setTimeout(over, Math.min(minutes * MINUTE_MS, LONGEST_MS)));
  }

  clear(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }
}
