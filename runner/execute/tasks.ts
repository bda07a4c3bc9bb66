/** What this run knows of its tasks beyond the scheduler: their ids, and what their foreach items look like. */
import type { GangPlace } from '../compute/protocol';
import type { TaskKey, TaskPosition } from '../scheduler/types';

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

  #createdAt = 0;

  /** @param newId the next task id of the run */
  constructor(private readonly newId: () => string) {}

  add(key: TaskKey, task: KnownTask): void {
    this.#tasks.set(key, task);
  }

  /** The task, with an id of its own when it is new. The ids of a gang are made of that of its control task. */
  identify({ task: key, step, gang }: TaskPosition): KnownTask {
    const known = this.#tasks.get(key);
    if (known) return known;
    const id =
      gang === undefined || gang.index === 0
        ? this.newId()
        : nodeId(this.get(gang.control).task, gang.index);
    const task = { step, task: id };
    this.#tasks.set(key, task);
    return task;
  }

  /** Epoch milliseconds, later than all before: clients list tasks by it. */
  nextCreation(): number {
    this.#createdAt = Math.max(Date.now(), this.#createdAt + 1);
    return this.#createdAt;
  }

  get(key: TaskKey): KnownTask {
    const known = this.#tasks.get(key);
    if (!known) throw new Error(`${key} is needed as an input but was forgotten`);
    return known;
  }

  has(key: TaskKey): boolean {
    return this.#tasks.has(key);
  }

  /** The place of a task in its gang, as the task itself is told it. */
  gangPlace({ gang }: TaskPosition): GangPlace | undefined {
    if (!gang) return undefined;
    const { nodes, index, control } = gang;
    const first = this.get(control).task;
    const tasks = Array.from({ length: nodes }, (_, node) =>
      node === 0 ? first : nodeId(first, node),
    );
    return { nodes, index, tasks };
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

/** As Metaflow names them. */
function nodeId(control: string, node: number): string {
  return `${control}_node_${node}`;
}
