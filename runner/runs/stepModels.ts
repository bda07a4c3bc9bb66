/** What the views see of a fold: the RunModel, and pages of its tasks. Pure. */
import type { TasksPage, TasksParams } from '../service/protocol';
import { expectedTasks } from './expected';
import type { RunFold, StartedCounts, StepFold } from './fold';
import type { RunModel, StepModel, StepState, TaskModel } from './model';
import { taskAt, tasksOf } from './taskList';

/** Most tasks of one page. */
export const PAGE_LIMIT = 500;

/** Worst first; `waiting` stands where tasks are still to come. */
const WORST_FIRST = [
  'failed',
  'interrupted',
  'cancelled',
  'retrying',
  'running',
  'caught',
  'succeeded',
] as const;

const models = new WeakMap<RunFold, RunModel>();

export function modelOf(fold: RunFold): RunModel {
  const known = models.get(fold);
  if (known) return known;
  const { steps, items: _items, ...rest } = fold;
  const expected = expectedTasks(fold);
  const model = {
    ...rest,
    steps: [...steps.values()].map((step) => stepModel(step, expected.get(step.name), fold)),
  };
  models.set(fold, model);
  return model;
}

function stepModel(step: StepFold, known: number | undefined, run: RunFold): StepModel {
  const started = step.tasks.length;
  // A switch or a loop took as many tasks as it took: known once the run has come through.
  const expected = known ?? (run.state === 'succeeded' ? started : undefined);
  const waiting = expected === undefined ? 0 : Math.max(0, expected - started);
  const state = stepState(step.counts, started, waiting, run);
  const over =
    started > 0 && state !== 'running' && state !== 'retrying' && !(waiting && isLive(run));
  return {
    name: step.name,
    state,
    counts: { waiting, ...step.counts },
    ...(expected === undefined ? {} : { expected }),
    ...(step.startedAt === undefined ? {} : { startedAt: step.startedAt }),
    ...(over && step.endedAt !== undefined ? { endedAt: step.endedAt } : {}),
    retries: step.retries,
    ...(step.cloned === 0 ? {} : { cloned: step.cloned }),
  };
}

function stepState(
  counts: StartedCounts,
  started: number,
  waiting: number,
  run: RunFold,
): StepState {
  if (started === 0) return 'waiting';
  const worst = WORST_FIRST.find((state) => counts[state] > 0) ?? 'waiting';
  const allDone = worst === 'caught' || worst === 'succeeded';
  // Between two tasks of a live step nothing may be running, and still the step is at work.
  if (allDone && waiting > 0) return isLive(run) ? 'running' : 'waiting';
  return worst;
}

function isLive(run: RunFold): boolean {
  return run.state === 'running';
}

/** A page of tasks in the graph's order, within a step in the order in which they began. */
export function tasksPage(fold: RunFold, params: Omit<TasksParams, 'ref'>): TasksPage {
  const limit = Math.max(0, Math.min(params.limit, PAGE_LIMIT));
  const offset = Math.max(0, params.offset);
  const steps = [...fold.steps.values()].filter(
    (step) => params.step === undefined || step.name === params.step,
  );
  return params.states === undefined
    ? pageOfAll(steps, offset, limit)
    : pageOfSome(steps, new Set(params.states), offset, limit);
}

function pageOfAll(steps: readonly StepFold[], offset: number, limit: number): TasksPage {
  const tasks: TaskModel[] = [];
  let before = 0;
  for (const { tasks: list } of steps) {
    for (
      let place = Math.max(0, offset - before);
      place < list.length && tasks.length < limit;
      place += 1
    ) {
      const task = taskAt(list, place);
      if (task) tasks.push(task);
    }
    before += list.length;
  }
  return { tasks, total: before };
}

function pageOfSome(
  steps: readonly StepFold[],
  states: ReadonlySet<TaskModel['state']>,
  offset: number,
  limit: number,
): TasksPage {
  const tasks: TaskModel[] = [];
  let total = 0;
  for (const step of steps) {
    for (const task of tasksOf(step.tasks)) {
      if (!states.has(task.state)) continue;
      if (total >= offset && tasks.length < limit) tasks.push(task);
      total += 1;
    }
  }
  return { tasks, total };
}
