/** The tasks of a run as the datastore has them, told as the events that a log would hold. */
import { mapBounded } from '../datastore/concurrency';
import type { Datastore } from '../datastore/datastore';
import type { RunFile } from '../datastore/runFiles';
import {
  readAttempts,
  taskOrigin,
  taskOutcome,
  type AttemptRecord,
  type TaskOrigin,
  type TaskOutcome,
} from '../datastore/tasks';
import type { AttemptEnded, RunEvent } from '../events';
import { foreachIndices } from './foreachIndices';
import type { RunRef, TaskError } from './model';

/** A task with its attempts, each with what became of it. */
export interface RecordedTask {
  readonly step: string;
  readonly task: string;
  readonly indices: readonly number[];
  /** Where a resumed run took it over from. */
  readonly origin?: TaskOrigin;
  readonly attempts: readonly (AttemptRecord & { readonly outcome: TaskOutcome | undefined })[];
}

/** All tasks that have begun, steps in no particular order, tasks of a step by id. */
export async function recordedTasks(
  ds: Datastore,
  ref: RunRef,
  signal?: AbortSignal,
): Promise<readonly RecordedTask[]> {
  const { flow, run } = ref;
  const steps = await ds.metadata.steps(flow, run, signal);
  const tasks = await Promise.all(steps.map((step) => ds.metadata.tasks(flow, run, step, signal)));
  const read = await mapBounded(
    tasks.flat(),
    ({ step, task }) => recordedTask(ds, ref, step, task, signal),
    signal,
  );
  return read.filter(({ attempts }) => attempts.length > 0);
}

async function recordedTask(
  ds: Datastore,
  { flow, run }: RunRef,
  step: string,
  task: string,
  signal?: AbortSignal,
): Promise<RecordedTask> {
  const place = { flow, run, step, task };
  const attempts: (AttemptRecord & { outcome: TaskOutcome | undefined })[] = [];
  for (const attempt of await readAttempts(ds, place, signal)) {
    attempts.push({ ...attempt, outcome: await outcomeOf(ds, place, attempt.attempt, signal) });
  }
  const told = attempts.find(({ outcome }) => outcome !== undefined && outcome.indices.length > 0);
  const unfinished = attempts.some(({ done }) => !done);
  const indices =
    told?.outcome?.indices ??
    (unfinished ? await foreachIndices(ds, place, step, task, signal) : []);
  const origin = await taskOrigin(ds, place, signal);
  return { step, task, indices, attempts, ...(origin ? { origin } : {}) };
}

/** A state that is damaged counts as a failed attempt that tells so; the other tasks can still be shown. */
async function outcomeOf(
  ds: Datastore,
  place: { flow: string; run: string; step: string; task: string },
  attempt: number,
  signal?: AbortSignal,
): Promise<TaskOutcome | undefined> {
  try {
    return await taskOutcome(ds, place, attempt, signal);
  } catch (reason) {
    signal?.throwIfAborted();
    const message = reason instanceof Error ? reason.message : String(reason);
    const error: TaskError = { kind: 'storage', message };
    return { attempt, state: 'failed', error, indices: [], next: [] };
  }
}

/**
 * The beginnings first, in the order of the ids, then all else by time: so the tasks of a step stand in the order in
 * which they were launched, as in a log.
 */
export function eventsOfTasks(
  tasks: readonly RecordedTask[],
  failure: RunFile['failure'],
): readonly RunEvent[] {
  const starts = tasks.flatMap((task) => cloneOf(task) ?? startOf(task, 0) ?? []);
  const ran = tasks.filter((task) => cloneOf(task) === undefined);
  const rest = ran.flatMap((task) =>
    neverBack(
      task.attempts.flatMap((_, at) => [
        ...(at === 0 ? [] : (startOf(task, at) ?? [])),
        ...endOf(task, at, failure),
      ]),
    ),
  );
  rest.sort((one, other) => one.after - other.after);
  return [...starts, ...rest.map(({ event }) => event)];
}

/** Events of one task stay in their order, also where the clock was set back between them: each sorts no earlier than the last. */
function neverBack(events: readonly RunEvent[]): { after: number; event: RunEvent }[] {
  let after = -Infinity;
  return events.map((event) => ({ after: (after = Math.max(after, event.t)), event }));
}

/** Undefined for a task that ran. */
function cloneOf({ step, task, indices, origin, attempts }: RecordedTask): RunEvent[] | undefined {
  const attempt = attempts.at(-1);
  const outcome = attempt?.outcome;
  if (!origin || !attempt || !outcome) return undefined;
  const { state, value } = outcome;
  if (state !== 'succeeded' && state !== 'caught') return undefined;
  const t = attempt.startedAt;
  const item = value === undefined ? {} : { value };
  return [
    { v: 1, t, type: 'task_cloned', step, task, indices, ...item, state, origin },
    ...splitOf(step, task, t, outcome),
  ];
}

function splitOf(
  step: string,
  task: string,
  t: number,
  { next, foreach, gang }: TaskOutcome,
): RunEvent[] {
  const count = gang ?? foreach?.splits;
  return count === undefined ? [] : [{ v: 1, t, type: 'task_split', step, task, next, count }];
}

function startOf(task: RecordedTask, at: number): RunEvent[] | undefined {
  const attempt = task.attempts[at];
  if (!attempt) return undefined;
  const value = task.attempts.find(({ outcome }) => outcome?.value !== undefined)?.outcome?.value;
  return [
    {
      v: 1,
      t: attempt.startedAt,
      type: 'attempt_started',
      step: task.step,
      task: task.task,
      attempt: attempt.attempt,
      indices: task.indices,
      ...(value === undefined ? {} : { value }),
    },
  ];
}

function endOf(task: RecordedTask, at: number, failure: RunFile['failure']): RunEvent[] {
  const attempt = task.attempts[at];
  if (!attempt) return [];
  const next = task.attempts[at + 1];
  const how = howItEnded(task, attempt, next !== undefined, failure);
  if (!how) return [];
  const t = attempt.endedAt ?? next?.startedAt ?? attempt.startedAt;
  const { step, task: id } = task;
  const ended: RunEvent = {
    v: 1,
    t,
    type: 'attempt_ended',
    step,
    task: id,
    attempt: attempt.attempt,
    ...how,
    ...(next && how.state === 'failed' ? { retryAt: next.startedAt } : {}),
  };
  return [...(attempt.outcome ? splitOf(step, id, t, attempt.outcome) : []), ended];
}

type Ending = Pick<AttemptEnded, 'state' | 'error'>;

/** Undefined: nothing says that it ended; how the run ended decides. */
function howItEnded(
  { step, task }: RecordedTask,
  { attempt, outcome }: RecordedTask['attempts'][number],
  triedAgain: boolean,
  failure: RunFile['failure'],
): Ending | undefined {
  const named = failure?.step === step && failure.task === task && failure.attempt === attempt;
  if (outcome && outcome.state !== 'unfinished') {
    const { state, error } = outcome;
    if (!error) return { state };
    // The run process said it in better words than the exception has (an exit, a value that cannot be pickled).
    return { state, error: named ? { ...error, message: failure.message } : error };
  }
  if (named) return { state: 'failed', error: killed(failure.message) };
  if (triedAgain)
    return { state: 'failed', error: killed('The attempt left no record of its end') };
  return undefined;
}

function killed(message: string): TaskError {
  return { kind: 'host', message };
}
