/** One row of a list of runs, from as little reading as its kind of run allows. */
import type { Datastore } from '../datastore/datastore';
import type { RunRecord } from '../datastore/metadata/metadata';
import type { RunFile } from '../datastore/runFiles';
import { readProcessFile, readRunFile } from '../datastore/runRecord';
import { taskLabel } from '../drawing/format';
import { expectedTasks } from './expected';
import type { RunFold } from './fold';
import type { RunRef, RunSummary } from './model';
import { foreachIndices } from './foreachIndices';
import { officialSummary } from './officialSummary';
import { findTask } from './taskList';

export interface LoadedSummary {
  readonly summary: RunSummary;
  /** It runs, or may: to be followed rather than kept. */
  readonly live: boolean;
}

/**
 * `run.json` first; for a run that has none, or says that it runs, `fold` tells (from the events, or the records of a
 * run of another engine that has not ended). Undefined when there is no such run (any more, or yet).
 */
export async function loadSummary(
  ds: Datastore,
  ref: RunRef,
  fold: () => Promise<RunFold>,
  signal?: AbortSignal,
): Promise<LoadedSummary | undefined> {
  const [record, file] = await Promise.all([
    ds.metadata.run(ref.flow, ref.run, signal),
    readRunFile(ds, ref, signal),
  ]);
  if (!record) return undefined;
  if (file && file.state !== 'running') {
    return { summary: await summaryOfFile(ds, ref, file, record, signal), live: false };
  }
  const ours = file !== undefined || (await readProcessFile(ds, ref, signal)) !== undefined;
  const official = ours ? undefined : await officialSummary(ds, ref, record, signal);
  if (official) return { summary: official, live: false };
  const now = await fold();
  return { summary: summaryOfFold(now), live: now.state === 'running' };
}

export function summaryOfFold(fold: RunFold): RunSummary {
  const expected = expectedTasks(fold);
  let done = 0;
  let all = 0;
  for (const step of fold.steps.values()) {
    done += step.counts.succeeded + step.counts.caught;
    all += expected.get(step.name) ?? step.tasks.length;
  }
  const { failure } = fold;
  const failedStep = failure && fold.steps.get(failure.step);
  const indices = failedStep && findTask(failedStep.tasks, failure.task)?.indices;
  return {
    ref: fold.ref,
    state: fold.state,
    startedAt: fold.startedAt,
    ...(fold.endedAt === undefined ? {} : { endedAt: fold.endedAt }),
    user: fold.user,
    tags: fold.tags,
    ...(fold.description === undefined ? {} : { file: fold.description.file }),
    ...(failure && fold.state === 'failed'
      ? { failedAt: taskLabel(failure.step, indices ?? []) }
      : {}),
    done,
    expected: fold.state === 'succeeded' ? done : all,
  };
}

async function summaryOfFile(
  ds: Datastore,
  ref: RunRef,
  file: RunFile,
  record: RunRecord,
  signal?: AbortSignal,
): Promise<RunSummary> {
  const steps = Object.values(file.steps ?? {});
  const done = steps.reduce((sum, step) => sum + step.done, 0);
  const expected = file.description.steps.reduce((sum, { name }) => {
    const step = file.steps?.[name];
    // What a step would have had nobody knows when the run ended before it: one task at least.
    return sum + (step?.expected ?? Math.max(1, step?.done ?? 0));
  }, 0);
  const { failure } = file;
  const indices = failure ? await foreachIndices(ds, ref, failure.step, failure.task, signal) : [];
  return {
    ref,
    state: file.state,
    startedAt: file.startedAt,
    ...(file.endedAt === undefined ? {} : { endedAt: file.endedAt }),
    user: file.user,
    // Tags may be changed after the run; the metadata has the newest.
    tags: record.tags,
    file: file.file,
    ...(failure && file.state === 'failed' ? { failedAt: taskLabel(failure.step, indices) } : {}),
    done,
    expected: file.state === 'succeeded' ? done : expected,
  };
}
