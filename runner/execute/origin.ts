/** The run that is resumed: which one, and what of it is taken over. */
import type { FlowCommand } from '../compute/protocol';
import type { Datastore } from '../datastore/datastore';
import { latestRun } from '../datastore/layout';
import { readFinishedTasks, readParametersTask, type FinishedTask } from '../datastore/tasks';
import { FlowdeckError } from '../errors';
import type { FlowDescription } from '../flow/description';
import { stepsByName } from '../flow/graph';
import { planOf } from '../scheduler/plan';
import {
  taskKey,
  type FinishedTasks,
  type TakenTransition,
  type TaskKey,
} from '../scheduler/types';

export interface Origin {
  readonly run: string;
  /** Task id of its `_parameters`. */
  readonly parametersTask: string;
  /** Tasks that may be cloned, by their place in the flow. */
  readonly tasks: ReadonlyMap<TaskKey, FinishedTask>;
  readonly cloneOnly: boolean;
}

/** @throws FlowdeckError `run-not-found`, `step-not-found`, and what reading a damaged run throws */
export async function readOrigin(
  ds: Datastore,
  description: FlowDescription,
  resume: NonNullable<FlowCommand['resume']>,
): Promise<Origin> {
  const flow = description.name;
  const steps = stepsByName(description);
  if (resume.step !== undefined && !steps.has(resume.step)) {
    throw unknownStep(resume.step, [...steps.keys()]);
  }
  const run = resume.origin ?? (await readLatestRun(ds, flow));
  if (run === undefined) throw noLatestRun(flow);
  const parametersTask = await readParametersTask(ds, flow, run);
  if (parametersTask === undefined) throw unknownRun(ds, flow, run);
  // What comes after the step to run again is not reached by clones.
  const wanted = [...steps.keys()].filter((name) => name !== resume.step);
  const finished = await readFinishedTasks(ds, flow, run, { steps: wanted });
  return {
    run,
    parametersTask,
    tasks: byPlace(description, finished),
    cloneOnly: resume.cloneOnly,
  };
}

/** What the scheduler has to know of them. */
export function finishedTasks({ tasks }: Origin): FinishedTasks {
  const finished = new Map<TaskKey, TakenTransition | null>();
  for (const [key, { next, foreach, gang }] of tasks) {
    const splits = foreach ? { splits: foreach.splits } : {};
    finished.set(
      key,
      next.length === 0 ? null : { next, ...splits, ...(gang === undefined ? {} : { gang }) },
    );
  }
  return finished;
}

/** The newest run that was started here, as Metaflow notes it. */
export async function readLatestRun(ds: Datastore, flow: string): Promise<string | undefined> {
  const bytes = await ds.storage.read(latestRun(flow));
  const run = bytes && new TextDecoder().decode(bytes).trim();
  return run === '' ? undefined : run;
}

function byPlace(
  description: FlowDescription,
  finished: readonly FinishedTask[],
): ReadonlyMap<TaskKey, FinishedTask> {
  const { steps } = planOf(description, { maxWorkers: 1, maxNumSplits: 1 });
  return new Map(
    finished.map((task) => {
      const iteration = steps.get(task.step)?.loops === true ? (task.iteration ?? 0) : undefined;
      return [taskKey(task.step, task.indices, iteration), task];
    }),
  );
}

function unknownStep(step: string, known: readonly string[]): FlowdeckError {
  return new FlowdeckError({
    code: 'step-not-found',
    message: `The flow has no step “${step}” that it could be resumed from`,
    remedy: `Its steps are ${known.join(', ')}.`,
  });
}

function noLatestRun(flow: string): FlowdeckError {
  return new FlowdeckError({
    code: 'run-not-found',
    message: `There is no earlier run of ${flow} to go on from here`,
    remedy: 'Specify --origin-run-id.',
  });
}

function unknownRun(ds: Datastore, flow: string, run: string): FlowdeckError {
  return new FlowdeckError({
    code: 'run-not-found',
    message: `There is no run ${run} in ${ds.root}, so it cannot be resumed`,
    where: { pathspec: `${flow}/${run}` },
    remedy: 'flowdeck runs lists the runs that are here.',
  });
}
