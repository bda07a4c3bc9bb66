/** Questions about single tasks: their log, their artifacts. */
import { readLog } from '../datastore/logs';
import { lookAtArtifact, readArtifactRows } from '../datastore/tasks';
import { taskToShow } from '../runs/artifactFacts';
import type { TaskModel } from '../runs/model';
import type { OpenRuns } from '../runs/openRuns';
import { findTask } from '../runs/taskList';
import { FlowdeckError } from '../errors';
import type { ArtifactRow } from '../runs/model';
import type { ArtifactLook, ArtifactPlace, LogPage, LogParams, TaskPlace } from './protocol';

/** Most lines of one page. */
const LINE_LIMIT = 5_000;

export async function logPage(
  runs: OpenRuns,
  params: LogParams,
  signal: AbortSignal,
): Promise<LogPage> {
  // The state first: lines that come between the two reads are then found by the next page, not lost behind `ended`.
  const { attempt, ended } = await attemptOf(runs, params, signal);
  return readLog(runs.datastore(params.ref.root), pathOf(params), {
    attempt,
    cursor: params.cursor,
    tail: params.tail,
    limit: Math.min(params.limit, LINE_LIMIT),
    ended,
    signal,
  });
}

export async function taskArtifacts(
  runs: OpenRuns,
  place: TaskPlace,
): Promise<readonly ArtifactRow[]> {
  return readArtifactRows(runs.datastore(place.ref.root), pathOf(place), place.attempt);
}

export async function artifactLook(
  runs: OpenRuns,
  { ref, step, artifact, ...place }: ArtifactPlace,
  signal: AbortSignal,
): Promise<ArtifactLook> {
  const found = (await runs.read(ref, signal)).steps.get(step);
  const task = place.task ?? (found && taskToShow(found));
  if (!found || task === undefined) {
    throw new FlowdeckError({
      code: 'task-not-found',
      message: 'There is no task of this step in this run',
      where: { pathspec: [ref.flow, ref.run, step].join('/') },
    });
  }
  const path = pathOf({ ref, step, task });
  const look = await lookAtArtifact(runs.datastore(ref.root), path, artifact, signal);
  return { task, tasks: found.tasks.length, ...look };
}

function pathOf({ ref, step, task }: TaskPlace) {
  return { flow: ref.flow, run: ref.run, step, task };
}

async function attemptOf(
  runs: OpenRuns,
  place: TaskPlace,
  signal: AbortSignal,
): Promise<{ readonly attempt: number; readonly ended: boolean }> {
  const { steps } = await runs.read(place.ref, signal);
  const step = steps.get(place.step);
  const task = step && findTask(step.tasks, place.task);
  if (!task) {
    throw new FlowdeckError({
      code: 'task-not-found',
      message: 'There is no such task in this run',
      where: { pathspec: [place.ref.flow, place.ref.run, place.step, place.task].join('/') },
    });
  }
  const attempt = place.attempt ?? newestAttempt(task);
  const model = task.attempts.find((one) => one.attempt === attempt);
  return { attempt, ended: model === undefined || model.state !== 'running' };
}

function newestAttempt(task: TaskModel): number {
  return Math.max(0, ...task.attempts.map(({ attempt }) => attempt));
}
