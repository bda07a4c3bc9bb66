/**
 * The state of a run from its events: `foldEvent(fold, event)` gives the next state and leaves the old one as it was.
 * One event costs a few small copies, also in a run of ten thousand tasks. `modelOf` (stepModels.ts) makes a RunModel of it.
 */
import type { AttemptEnded, AttemptStarted, RunEvent, TaskCloned, TaskSplit } from '../events';
import type { FlowDescription } from '../flow/description';
import { enclosingForeaches } from '../flow/graph';
import type { AttemptModel, RunModel, RunRef, RunState, TaskModel, TaskState } from './model';
import { emptyTaskList, findTask, mapTasks, withTask, type TaskList } from './taskList';

/** How many tasks are in each state; those that wait have not begun and are not known one by one. */
export type StartedCounts = { readonly [state in Exclude<TaskState, 'waiting'>]: number };

export interface StepFold {
  readonly name: string;
  readonly tasks: TaskList;
  readonly counts: StartedCounts;
  /** Of its tasks, how many have told how far they split, and the sum of what they told. */
  readonly splits: { readonly tasks: number; readonly total: number };
  readonly startedAt?: number;
  /** The latest end of an attempt so far. */
  readonly endedAt?: number;
  readonly retries: number;
  readonly cloned: number;
}

export interface RunFold extends Omit<RunModel, 'steps'> {
  /** In the description's order; steps that it does not know come last. */
  readonly steps: ReadonlyMap<string, StepFold>;
  readonly items: ForeachItems;
}

/**
 * Short texts of foreach items: an event tells one for the first step of the body, the steps behind it have the same.
 * All states of a run share the map: what it once holds stays true.
 */
interface ForeachItems {
  /** Step → the innermost foreach that it runs inside. */
  readonly foreachOf: ReadonlyMap<string, string>;
  /** `foreach step[indices]` → text. */
  readonly texts: Map<string, string>;
}

const NO_TASKS: StartedCounts = {
  running: 0,
  retrying: 0,
  succeeded: 0,
  caught: 0,
  failed: 0,
  cancelled: 0,
  interrupted: 0,
};

/** A run of which nothing is known yet but its place. */
export function startFold(ref: RunRef): RunFold {
  return {
    ref,
    state: 'running',
    startedAt: 0,
    user: '',
    tags: [],
    parameters: {},
    steps: new Map(),
    notices: [],
    items: { foreachOf: new Map(), texts: new Map() },
  };
}

export function foldEvents(fold: RunFold, events: Iterable<RunEvent>): RunFold {
  let next = fold;
  for (const event of events) next = foldEvent(next, event);
  return next;
}

export function foldEvent(fold: RunFold, event: RunEvent): RunFold {
  switch (event.type) {
    case 'run_started':
      return {
        ...withDescription(fold, event.description),
        startedAt: event.t,
        user: event.user,
        tags: event.tags,
        ...(event.origin === undefined ? {} : { origin: event.origin }),
      };
    case 'parameters_stored':
      return { ...fold, parameters: event.values };
    case 'attempt_started':
      return attemptStarted(fold, event);
    case 'task_cloned':
      return taskCloned(fold, event);
    case 'task_split':
      return taskSplit(fold, event);
    case 'attempt_ended':
      return attemptEnded(fold, event);
    case 'notice':
      return { ...fold, notices: [...fold.notices, event.message] };
    case 'run_ended':
      return endFold(fold, event.state, event.t);
  }
}

/** Gives every step of the description its place. */
export function withDescription(fold: RunFold, description: FlowDescription): RunFold {
  const steps = new Map(description.steps.map(({ name }) => [name, stepOfFold(fold, name)]));
  for (const [name, step] of fold.steps) if (!steps.has(name)) steps.set(name, step);
  const foreachOf = new Map<string, string>();
  for (const [step, foreaches] of enclosingForeaches(description)) {
    const innermost = foreaches.at(-1);
    if (innermost !== undefined) foreachOf.set(step, innermost);
  }
  return { ...fold, description, steps, items: { ...fold.items, foreachOf } };
}

/**
 * No more will come. An attempt that has not ended was cut off; a task that waited to be tried again stays failed, or
 * interrupted when the whole run was.
 */
export function endFold(
  fold: RunFold,
  state: Exclude<RunState, 'running'>,
  endedAt: number | undefined,
): RunFold {
  const interrupted = state === 'interrupted';
  const settled: { readonly [state in TaskState]?: TaskState } = {
    running: interrupted ? 'interrupted' : 'cancelled',
    retrying: interrupted ? 'interrupted' : 'failed',
  };
  const steps = new Map([...fold.steps].map(([name, step]) => [name, settle(step, settled)]));
  return { ...fold, state, steps, ...(endedAt === undefined ? {} : { endedAt }) };
}

function settle(step: StepFold, settled: { readonly [state in TaskState]?: TaskState }): StepFold {
  if (step.counts.running + step.counts.retrying === 0) return step;
  let counts = step.counts;
  const tasks = mapTasks(step.tasks, (task) => {
    const state = settled[task.state];
    if (!state) return task;
    counts = moved(counts, task.state, state);
    const attempts = task.attempts.map((attempt) =>
      attempt.state === 'running' ? { ...attempt, state } : attempt,
    );
    return { ...task, state, attempts };
  });
  return { ...step, tasks, counts };
}

function attemptStarted(fold: RunFold, event: AttemptStarted & { readonly t: number }): RunFold {
  const step = stepOfFold(fold, event.step);
  const before = findTask(step.tasks, event.task);
  const attempt: AttemptModel = {
    attempt: event.attempt,
    state: 'running',
    startedAt: event.t,
    ...(event.pid === undefined ? {} : { pid: event.pid }),
  };
  const value = itemText(fold.items, event);
  const others = before?.attempts.filter((one) => one.attempt !== event.attempt) ?? [];
  const task: TaskModel = {
    step: event.step,
    task: event.task,
    indices: event.indices,
    ...(value === undefined ? {} : { value }),
    state: 'running',
    attempts: [...others, attempt],
  };
  return withStep(fold, {
    ...step,
    tasks: withTask(step.tasks, task),
    counts: moved(step.counts, before?.state, 'running'),
    startedAt: Math.min(step.startedAt ?? event.t, event.t),
    retries: step.retries + (before && others.length === before.attempts.length ? 1 : 0),
  });
}

function taskCloned(fold: RunFold, event: TaskCloned & { readonly t: number }): RunFold {
  const step = stepOfFold(fold, event.step);
  const before = findTask(step.tasks, event.task);
  const value = itemText(fold.items, event);
  const { state, indices, origin, t } = event;
  const task: TaskModel = {
    step: event.step,
    task: event.task,
    indices,
    ...(value === undefined ? {} : { value }),
    state,
    attempts: [{ attempt: 0, state, startedAt: t, endedAt: t }],
    origin,
  };
  return withStep(fold, {
    ...step,
    tasks: withTask(step.tasks, task),
    counts: moved(step.counts, before?.state, state),
    startedAt: Math.min(step.startedAt ?? t, t),
    endedAt: Math.max(step.endedAt ?? t, t),
    cloned: step.cloned + (before?.origin ? 0 : 1),
  });
}

function itemText(
  { foreachOf, texts }: ForeachItems,
  event: AttemptStarted | TaskCloned,
): string | undefined {
  const foreach = foreachOf.get(event.step);
  if (foreach === undefined) return event.value;
  const key = `${foreach}[${event.indices.join()}]`;
  if (event.value !== undefined) texts.set(key, event.value);
  return texts.get(key);
}

function attemptEnded(fold: RunFold, event: AttemptEnded & { readonly t: number }): RunFold {
  const step = fold.steps.get(event.step);
  const before = step && findTask(step.tasks, event.task);
  if (!before) return fold;
  const state = event.state === 'failed' && event.retryAt !== undefined ? 'retrying' : event.state;
  const task: TaskModel = {
    ...before,
    state,
    attempts: before.attempts.map((one) =>
      one.attempt === event.attempt ? endedAttempt(one, event) : one,
    ),
  };
  const next = withStep(fold, {
    ...step,
    tasks: withTask(step.tasks, task),
    counts: moved(step.counts, before.state, state),
    endedAt: Math.max(step.endedAt ?? event.t, event.t),
  });
  if (state !== 'failed' || fold.failure) return next;
  const { step: name, task: id, attempt } = event;
  return { ...next, failure: { step: name, task: id, attempt, error: event.error ?? UNKNOWN } };
}

const UNKNOWN = { kind: 'host', message: 'The attempt failed without telling why' } as const;

function endedAttempt(
  attempt: AttemptModel,
  event: AttemptEnded & { readonly t: number },
): AttemptModel {
  return {
    ...attempt,
    state: event.state,
    endedAt: event.t,
    ...(event.cpuSeconds === undefined ? {} : { cpuSeconds: event.cpuSeconds }),
    ...(event.maxMemory === undefined ? {} : { maxMemory: event.maxMemory }),
    ...(event.error === undefined ? {} : { error: event.error }),
  };
}

function taskSplit(fold: RunFold, event: TaskSplit): RunFold {
  const step = stepOfFold(fold, event.step);
  const { tasks, total } = step.splits;
  return withStep(fold, { ...step, splits: { tasks: tasks + 1, total: total + event.count } });
}

function withStep(fold: RunFold, step: StepFold): RunFold {
  return { ...fold, steps: new Map(fold.steps).set(step.name, step) };
}

function stepOfFold(fold: RunFold, name: string): StepFold {
  return (
    fold.steps.get(name) ?? {
      name,
      tasks: emptyTaskList(),
      counts: NO_TASKS,
      splits: { tasks: 0, total: 0 },
      retries: 0,
      cloned: 0,
    }
  );
}

function moved(counts: StartedCounts, from: TaskState | undefined, to: TaskState): StartedCounts {
  const next = { ...counts };
  if (from !== undefined && from !== 'waiting') next[from] -= 1;
  if (to !== 'waiting') next[to] += 1;
  return next;
}
