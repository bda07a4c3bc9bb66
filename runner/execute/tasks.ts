/** What this run knows of its tasks beyond the scheduler: their ids, and what their foreach items look like. */
import type { TaskKey } from '../scheduler/types';

/** Names one attempt in what the compute reports. */
export const attemptName = (id: {
  readonly step: string;
  readonly task: string;
  readonly attempt: number;
}): string => `${id.step}/${id.task}/${id.attempt}`;

export interface KnownTask {
  readonly step: string;
  /** Task id. */
  readonly task: string;
}

/** Tasks that run, wait or are still inputs of others; the scheduler says when one may be forgotten. */
export class KnownTasks {
  readonly #tasks = new Map<TaskKey, KnownTask>();
  /** Of a task that split by foreach: the short texts of its items. */
  readonly #values = new Map<TaskKey, readonly string[]>();

  add(key: TaskKey, task: KnownTask): void {
    this.#tasks.set(key, task);
  }

  /** The task, given its id by `create` when it is new. */
  ensure(key: TaskKey, create: () => KnownTask): KnownTask {
    const known = this.#tasks.get(key);
    if (known) return known;
    const task = create();
    this.#tasks.set(key, task);
    return task;
  }

  get(key: TaskKey): KnownTask {
    const known = this.#tasks.get(key);
    if (!known) throw new Error(`${key} is needed as an input but was forgotten`);
    return known;
  }

  setValues(key: TaskKey, values: readonly string[]): void {
    this.#values.set(key, values);
  }

  /** The text of the item that a foreach task gets. */
  valueOf(input: TaskKey | undefined, index: number | undefined): string | undefined {
    if (input === undefined || index === undefined) return undefined;
    return this.#values.get(input)?.[index];
  }

  forget(keys: readonly TaskKey[]): void {
    for (const key of keys) {
      this.#tasks.delete(key);
      this.#values.delete(key);
    }
  }
}
