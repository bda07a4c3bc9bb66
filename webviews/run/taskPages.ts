/** Tasks come in pages, on request; this is what has come, by question. */
import type { TaskModel, TaskState } from '../../runner/runs/model';
import type { TasksRequest } from './contract';

/** The most that one request may ask for: what a pane looks at of one step. */
export const STEP_PAGE = 500;
/** States of tasks that a person wants to see first. */
export const TROUBLE: readonly TaskState[] = ['failed', 'retrying', 'caught', 'interrupted'];

export interface TaskQuery {
  readonly step?: string;
  readonly states?: readonly TaskState[];
}
interface Answer {
  readonly total: number;
  /** Sparse: by position in the whole list. */
  readonly tasks: readonly (TaskModel | undefined)[];
}
export interface TaskPages {
  readonly byQuery: ReadonlyMap<string, Answer>;
}

export const noTasks: TaskPages = { byQuery: new Map() };

function queryKey(query: TaskQuery): string {
  return JSON.stringify([query.step ?? null, query.states ?? null]);
}

export function addTasks(
  pages: TaskPages,
  request: TasksRequest,
  tasks: readonly TaskModel[],
  total: number,
): TaskPages {
  const before = pages.byQuery.get(queryKey(request))?.tasks ?? [];
  const all = before.slice(0, total);
  tasks.forEach((task, index) => (all[request.offset + index] = task));
  const byQuery = new Map(pages.byQuery);
  byQuery.set(queryKey(request), { total, tasks: all });
  return { byQuery };
}

/** Undefined until the first answer. */
export function totalOf(pages: TaskPages, query: TaskQuery): number | undefined {
  return pages.byQuery.get(queryKey(query))?.total;
}

export function taskAt(pages: TaskPages, query: TaskQuery, index: number): TaskModel | undefined {
  return pages.byQuery.get(queryKey(query))?.tasks[index];
}

/** The loaded tasks of one step, in the list's order. */
export function tasksOfStep(pages: TaskPages, step: string): readonly TaskModel[] {
  const tasks = pages.byQuery.get(queryKey({ step }))?.tasks ?? [];
  return tasks.filter((task) => task !== undefined);
}

/** Those in trouble: of a large step they may lie outside the page of `tasksOfStep`. */
export function troubledTasks(pages: TaskPages, step: string): readonly TaskModel[] {
  const tasks = pages.byQuery.get(queryKey({ step, states: TROUBLE }))?.tasks ?? [];
  return tasks.filter((task) => task !== undefined);
}

/** The newest account of one task, in whatever answer it came. */
export function findTask(pages: TaskPages, step: string, id: string): TaskModel | undefined {
  for (const answer of [pages.byQuery.get(queryKey({ step })), ...pages.byQuery.values()]) {
    const found = answer?.tasks.find((task) => task?.task === id && task.step === step);
    if (found) return found;
  }
  return undefined;
}
