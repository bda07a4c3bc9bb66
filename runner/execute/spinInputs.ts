/** What a spun step starts from: the past task that is run again, and the tasks that led to it. */
import type { FlowCommand } from '../compute/protocol';
import type { Datastore } from '../datastore/datastore';
import { PARAMETERS_STEP } from '../datastore/layout';
import {
  readFinishedTasks,
  readParametersTask,
  taskOutcome,
  type FinishedTask,
  type TaskOutcome,
} from '../datastore/tasks';
import { FlowdeckError } from '../errors';
import type { FlowDescription, StepDescription } from '../flow/description';
import { openSplits, predecessors, splitsByValue, stepOf } from '../flow/graph';
import type { KnownTask } from './tasks';

export interface PastTask {
  readonly run: string;
  readonly step: string;
  readonly task: string;
}

export interface SpinInputs {
  readonly past: PastTask;
  /** In split order for a join. */
  readonly inputs: readonly KnownTask[];
  readonly splitIndex?: number;
}

/** @throws FlowdeckError `run-not-found`, `task-not-found`, and what reading a damaged run throws */
export async function readSpinInputs(
  ds: Datastore,
  description: FlowDescription,
  spin: NonNullable<FlowCommand['spin']>,
  user: string,
): Promise<SpinInputs> {
  const flow = description.name;
  const past = await findTask(ds, flow, spin, user);
  const outcome = await taskOutcome(ds, { flow, ...past });
  const step = stepOf(description, past.step);
  if (!outcome || !step) throw noTask(flow, past.run, past.step);
  if (step.name === description.startStep) {
    const task = await readParametersTask(ds, flow, past.run);
    if (task === undefined) throw noTask(flow, past.run, PARAMETERS_STEP);
    return { past, inputs: [{ step: PARAMETERS_STEP, task }] };
  }
  const before = predecessors(description).get(step.name) ?? [];
  const candidates = await readFinishedTasks(ds, flow, past.run, { steps: before });
  const inputs = step.takesInputs
    ? inputsOfJoin(description, step, outcome, candidates)
    : inputOfStep(description, step, outcome, candidates);
  if (inputs.length === 0) throw noTask(flow, past.run, before.join(', '));
  const [first] = inputs;
  const split = first && stepOf(description, first.step);
  const splitIndex = split?.type === 'split-foreach' ? outcome.indices.at(-1) : undefined;
  return {
    past,
    inputs: inputs.map(({ step: name, task }) => ({ step: name, task })),
    ...(splitIndex === undefined || step.takesInputs ? {} : { splitIndex }),
  };
}

async function findTask(
  ds: Datastore,
  flow: string,
  { step, pathspec }: NonNullable<FlowCommand['spin']>,
  user: string,
): Promise<PastTask> {
  const [namedRun, , task] = pathspec?.split('/') ?? [];
  const run = namedRun ?? (await newestRun(ds, flow, user));
  if (task !== undefined) return { run, step, task };
  const tasks = await ds.metadata.tasks(flow, run, step);
  const newest = tasks.toSorted((one, other) => other.createdAt - one.createdAt).at(0);
  if (!newest) throw noTask(flow, run, step);
  return { run, step, task: newest.task };
}

/** Of the person's own namespace, as the client chooses it. */
async function newestRun(ds: Datastore, flow: string, user: string): Promise<string> {
  const runs = await ds.metadata.runs(flow);
  const own = runs.find(({ tags, systemTags }) =>
    [...tags, ...systemTags].includes(`user:${user}`),
  );
  if (own) return own.run;
  throw new FlowdeckError({
    code: 'run-not-found',
    message: `No run found for flow ${flow} in ${ds.root}`,
    remedy: 'Run the flow first, or name a past task: spin RUN/STEP/TASK.',
  });
}

/** The one task that led to a step that is no join. */
function inputOfStep(
  description: FlowDescription,
  step: StepDescription,
  { indices, iteration = 0 }: TaskOutcome,
  candidates: readonly FinishedTask[],
): readonly FinishedTask[] {
  const again = step.next.includes(step.name) && iteration > 0;
  const found = candidates.find((task) => {
    if ((task.step === step.name) !== again || !task.next.includes(step.name)) return false;
    if (again && task.iteration !== iteration - 1) return false;
    const source = stepOf(description, task.step);
    const expected = source && splitsByValue(source) ? indices.slice(0, -1) : indices;
    return isSame(task.indices, expected);
  });
  return found ? [found] : [];
}

/** All tasks that a join joins, in split order. */
function inputsOfJoin(
  description: FlowDescription,
  step: StepDescription,
  { indices }: TaskOutcome,
  candidates: readonly FinishedTask[],
): readonly FinishedTask[] {
  const open = openSplits(description);
  const splitName = open.get(step.name)?.at(-1)?.split;
  const split = splitName === undefined ? undefined : stepOf(description, splitName);
  if (!split) return [];
  const leading = candidates.filter(({ next }) => next.includes(step.name));
  if (splitsByValue(split)) {
    return leading
      .filter((task) => isSame(task.indices.slice(0, indices.length), indices))
      .toSorted((one, other) => (one.indices.at(-1) ?? 0) - (other.indices.at(-1) ?? 0));
  }
  const position = (task: FinishedTask): number =>
    split.next.indexOf(open.get(task.step)?.at(-1)?.branch ?? '');
  return leading
    .filter((task) => isSame(task.indices, indices))
    .toSorted((one, other) => position(one) - position(other));
}

function isSame(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.every((index, at) => index === other[at]);
}

function noTask(flow: string, run: string, step: string): FlowdeckError {
  return new FlowdeckError({
    code: 'task-not-found',
    message: `No task found for step ${step} in run ${run}`,
    where: { pathspec: `${flow}/${run}` },
    remedy: 'Spin a step that ran in it, or name another run: spin RUN/STEP.',
  });
}
