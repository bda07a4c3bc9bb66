/** The row of a run of official Metaflow that succeeded: from its end task alone. */
import type { Datastore } from '../datastore/datastore';
import { isTaskFolder, stepFolder } from '../datastore/layout';
import type { RunRecord } from '../datastore/metadata/metadata';
import { readAttempts, readTaskRecord, taskOutcome } from '../datastore/tasks';
import { storedDescription } from './graphs';
import type { RunRef, RunSummary } from './model';

/** Undefined when the end task has not succeeded: then more has to be read to tell what became of the run. */
export async function officialSummary(
  ds: Datastore,
  ref: RunRef,
  record: RunRecord,
  signal?: AbortSignal,
): Promise<RunSummary | undefined> {
  const { flow, run } = ref;
  const steps = await ds.metadata.steps(flow, run, signal);
  const end = steps.includes('end') ? 'end' : await endStepOf(ds, ref, signal);
  if (end === undefined || !steps.includes(end)) return undefined;
  const newest = (await ds.metadata.tasks(flow, run, end, signal)).at(-1);
  if (!newest) return undefined;
  const place = { flow, run, step: end, task: newest.task };
  const outcome = await taskOutcome(ds, place, undefined, signal);
  if (outcome?.state !== 'succeeded' && outcome?.state !== 'caught') return undefined;
  const [attempts, task, tasks] = await Promise.all([
    readAttempts(ds, place, signal),
    readTaskRecord(ds, place, undefined, signal),
    countTasks(ds, ref, steps, signal),
  ]);
  const endedAt = attempts.find(({ attempt }) => attempt === outcome.attempt)?.endedAt;
  const description = await storedDescription(ds, flow, task, signal);
  return {
    ref,
    state: 'succeeded',
    startedAt: record.createdAt,
    ...(endedAt === undefined ? {} : { endedAt }),
    user: record.user,
    tags: record.tags,
    ...(description === undefined ? {} : { file: description.file }),
    done: tasks,
    expected: tasks,
  };
}

/** The name of the last step, where it is not `end`. */
async function endStepOf(
  ds: Datastore,
  { flow, run }: RunRef,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const [parameters] = await ds.metadata.tasks(flow, run, '_parameters', signal);
  if (!parameters) return undefined;
  const records = await ds.metadata.taskMetadata(flow, run, '_parameters', parameters.task, signal);
  return records.find(({ field }) => field === 'end_step')?.value;
}

async function countTasks(
  ds: Datastore,
  { flow, run }: RunRef,
  steps: readonly string[],
  signal?: AbortSignal,
): Promise<number> {
  const listings = await Promise.all(
    steps.map((step) => ds.storage.list(stepFolder(flow, run, step), signal)),
  );
  return listings.reduce(
    (sum, { folders }) => sum + folders.filter((name) => isTaskFolder(name)).length,
    0,
  );
}
