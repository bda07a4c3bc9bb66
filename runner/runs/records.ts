/**
 * A run from the datastore's records: for official runs, which have no events, and for a run whose log was lost.
 *
 * For every finished run it agrees with the fold of the events in all but: attempts' pids, CPU times and memory, times
 * by some milliseconds (the child notes its own), what an error has besides type and message, and the notices. Of
 * official runs `file` of the description may be relative, and parameters have no types.
 */
import type { Datastore } from '../datastore/datastore';
import type { RunRecord } from '../datastore/metadata/metadata';
import type { RunFile } from '../datastore/runFiles';
import { readProcessFile, readRunFile } from '../datastore/runRecord';
import { readParameters, readTaskRecord, type TaskRecord } from '../datastore/tasks';
import { FlowdeckError } from '../errors';
import { retryPolicy } from '../flow/decorators';
import type { FlowDescription } from '../flow/description';
import { stepOf } from '../flow/graph';
import { endFold, foldEvents, startFold, withDescription, type RunFold } from './fold';
import { storedDescription } from './graphs';
import type { RunRef, RunState } from './model';
import { livenessOf } from './process';
import { eventsOfTasks, recordedTasks, type RecordedTask } from './recordedTasks';

/**
 * A run of official Metaflow that has not ended looks the same whether it works on a long task or was killed; it is
 * taken for interrupted when nothing was written for so long, in milliseconds.
 */
const SILENCE = 6 * 3_600_000;

/** @throws FlowdeckError `run-not-found`. */
export async function foldRecords(
  ds: Datastore,
  ref: RunRef,
  signal?: AbortSignal,
): Promise<RunFold> {
  const [record, file] = await Promise.all([
    ds.metadata.run(ref.flow, ref.run, signal),
    readRunFile(ds, ref, signal),
  ]);
  if (!record) throw notFound(ref);
  const given = await parametersTask(ds, ref, signal);
  const description = file?.description ?? (await storedDescription(ds, ref.flow, given, signal));
  const parameters =
    file?.parameters ?? (await readParameters(ds, ref.flow, description, given, signal));
  const tasks = await recordedTasks(ds, ref, signal);
  const begun: RunFold = {
    ...startFold(ref),
    startedAt: file?.startedAt ?? record.createdAt,
    user: record.user,
    tags: record.tags,
    ...(file?.origin === undefined ? {} : { origin: file.origin }),
    parameters,
  };
  const described = description ? withDescription(begun, description) : begun;
  const fold = foldEvents(described, eventsOfTasks(tasks, file?.failure));
  const end = file
    ? await endOfOurs(ds, ref, file, signal)
    : endOfOfficial(tasks, record, description, Date.now());
  return end.state === 'running' ? fold : endFold(fold, end.state, end.endedAt);
}

interface RunEnd {
  readonly state: RunState;
  readonly endedAt: number | undefined;
}

async function endOfOurs(
  ds: Datastore,
  ref: RunRef,
  file: RunFile,
  signal?: AbortSignal,
): Promise<RunEnd> {
  if (file.state !== 'running') return { state: file.state, endedAt: file.endedAt };
  const owner = await readProcessFile(ds, ref, signal);
  const alive = owner !== undefined && (await livenessOf(owner)) !== 'gone';
  return { state: alive ? 'running' : 'interrupted', endedAt: undefined };
}

/** Only tasks tell: Metaflow stores no status of a run. */
function endOfOfficial(
  tasks: readonly RecordedTask[],
  record: RunRecord,
  description: FlowDescription | undefined,
  now: number,
): RunEnd {
  const times = tasks.flatMap(({ attempts }) =>
    attempts.map(({ startedAt, endedAt }) => endedAt ?? startedAt),
  );
  const last = Math.max(record.createdAt, ...times);
  const ended = tasks
    .find((task) => task.step === (description?.endStep ?? 'end'))
    ?.attempts.at(-1);
  if (ended?.outcome?.state === 'succeeded' || ended?.outcome?.state === 'caught') {
    return { state: 'succeeded', endedAt: ended.endedAt ?? last };
  }
  if (tasks.some((task) => hasFailedForGood(task, description))) {
    return { state: 'failed', endedAt: last };
  }
  return { state: now - last > SILENCE ? 'interrupted' : 'running', endedAt: undefined };
}

/** No attempt is left to it. */
function hasFailedForGood(
  { step, attempts }: RecordedTask,
  description: FlowDescription | undefined,
): boolean {
  if (attempts.at(-1)?.outcome?.state !== 'failed') return false;
  const described = description && stepOf(description, step);
  if (!described) return true;
  const { userAttempts, extraAttempts } = retryPolicy(described);
  return attempts.length >= userAttempts + extraAttempts;
}

async function parametersTask(
  ds: Datastore,
  { flow, run }: RunRef,
  signal?: AbortSignal,
): Promise<TaskRecord | undefined> {
  const step = '_parameters';
  const [task] = await ds.metadata.tasks(flow, run, step, signal);
  return task && readTaskRecord(ds, { flow, run, step, task: task.task }, undefined, signal);
}

function notFound({ root, flow, run }: RunRef): FlowdeckError {
  return new FlowdeckError({
    code: 'run-not-found',
    message: `There is no run ${flow}/${run} in ${root}`,
    where: { pathspec: `${flow}/${run}` },
    remedy: 'It may have been deleted.',
  });
}
