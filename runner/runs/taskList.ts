/**
 * The tasks of a step, in the order in which they began: an immutable list whose changes copy a few hundred references,
 * however long it is.
 */
import type { TaskModel } from './model';

const CHUNK = 128;

export interface TaskList {
  readonly length: number;
  readonly chunks: readonly (readonly TaskModel[])[];
  /**
   * Task id → place. All versions of a list share it and only ever add to it, so it may name places that this version
   * does not have, or that another branch of history filled: a find is checked against the list.
   */
  readonly places: Map<string, number>;
}

export function emptyTaskList(): TaskList {
  return { length: 0, chunks: [], places: new Map() };
}

export function taskAt(list: TaskList, place: number): TaskModel | undefined {
  return list.chunks[Math.floor(place / CHUNK)]?.[place % CHUNK];
}

export function findTask(list: TaskList, task: string): TaskModel | undefined {
  const place = placeOf(list, task);
  return place === undefined ? undefined : taskAt(list, place);
}

/** Puts a task in the place of the one with its id, or at the end. */
export function withTask(list: TaskList, task: TaskModel): TaskList {
  const known = placeOf(list, task.task);
  const place = known ?? list.length;
  const at = Math.floor(place / CHUNK);
  const chunk = [...(list.chunks[at] ?? [])];
  chunk[place % CHUNK] = task;
  const chunks = [...list.chunks];
  chunks[at] = chunk;
  if (known === undefined) list.places.set(task.task, place);
  return { length: Math.max(list.length, place + 1), chunks, places: list.places };
}

/** The list with every task changed; tasks that `change` gives back as they are stay the same objects. */
export function mapTasks(list: TaskList, change: (task: TaskModel) => TaskModel): TaskList {
  return { ...list, chunks: list.chunks.map((chunk) => chunk.map(change)) };
}

export function* tasksOf(list: TaskList, from = 0): Generator<TaskModel> {
  for (let place = from; place < list.length; place += 1) {
    const task = taskAt(list, place);
    if (task) yield task;
  }
}

function placeOf(list: TaskList, task: string): number | undefined {
  const place = list.places.get(task);
  if (place === undefined) return undefined;
  if (place < list.length && taskAt(list, place)?.task === task) return place;
  for (let other = 0; other < list.length; other += 1) {
    if (taskAt(list, other)?.task === task) return other;
  }
  return undefined;
}
