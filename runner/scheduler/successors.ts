/** What follows from a task that ended well: tasks that are ready now, and arrivals at joins. */
import { entryOf } from './launching';
import type { Plan, StepPlan } from './plan';
import { enqueue, type Queue } from './queue';
import {
  indicesOf,
  withEntry,
  withoutEntry,
  type Arrival,
  type OpenJoin,
  type Ready,
  type SchedulerState,
  type SplitFrame,
  type Task,
} from './state';
import {
  PARAMETERS_TASK,
  taskKey,
  type Failure,
  type TakenTransition,
  type TaskKey,
} from './types';

/** A task that ended well, and where it goes. */
export interface Ended {
  readonly task: Task;
  readonly transition: TakenTransition | null;
}

export interface FollowedAll {
  readonly state: SchedulerState;
  /** One of them went where it may not: the rest was not looked at. */
  readonly refused?: Failure;
  /** Tasks that no later one has as input. */
  readonly noLongerNeeded: readonly TaskKey[];
}

/** The beginning of a run. */
export function startOf(plan: Plan): Ready {
  const start = { ...entryOf(plan, plan.startStep, []), inputs: [PARAMETERS_TASK], attempt: 0 };
  return { kind: 'task', task: start };
}

export function followAll(plan: Plan, state: SchedulerState, ended: readonly Ended[]): FollowedAll {
  let next = state;
  const forgotten: TaskKey[] = [];
  for (const { task, transition } of ended) {
    const followed = follow(plan, next, task, transition);
    if ('refused' in followed) {
      const refused: Failure = { task: task.key, attempt: task.attempt, reason: followed.refused };
      return { state: next, refused, noLongerNeeded: [] };
    }
    next = followed.state;
    forgotten.push(...noLongerNeeded(task));
  }
  return { state: next, noLongerNeeded: forgotten };
}

type Followed = { readonly state: SchedulerState } | { readonly refused: Failure['reason'] };

/** The state in which everything that this task leads to is ready or waits at its join. */
function follow(
  plan: Plan,
  state: SchedulerState,
  task: Task,
  transition: TakenTransition | null,
): Followed {
  const next = transition?.next ?? [];
  const wrong: Followed = { refused: { kind: 'wrong-transition', next } };
  const [first] = next;
  if (!mayGo(plan.steps.get(task.step), next)) return wrong;
  if (first === undefined) {
    return task.step === plan.endStep ? { state: { ...state, endReached: true } } : wrong;
  }
  const joins = next.map((name) => plan.steps.get(name)?.isJoin);
  if (joins.includes(undefined)) return wrong;
  const splits = transition?.splits ?? transition?.gang;
  if (transition && splits !== undefined) {
    if (next.length > 1 || joins[0]) return wrong;
    return followSplit(plan, state, task, first, transition);
  }
  if (!joins.includes(true)) return { state: followBranches(plan, state, task, next) };
  return next.length > 1 ? wrong : (arrive(plan, state, task, first) ?? wrong);
}

/** To all of its successors, or to the one that its condition chose. */
function mayGo(step: StepPlan | undefined, next: readonly string[]): boolean {
  if (!step) return false;
  if (step.isSwitch) return next.length === 1 && next.every((name) => step.next.includes(name));
  return next.length === step.next.length && next.every((name, at) => name === step.next[at]);
}

function followSplit(
  plan: Plan,
  state: SchedulerState,
  task: Task,
  step: string,
  { splits, gang }: TakenTransition,
): Followed {
  const size = gang ?? splits ?? 0;
  const max = plan.limits.maxNumSplits;
  // The limit is there for foreaches that get out of hand; how many run side by side somebody chose.
  if (gang === undefined && size > max) {
    return { refused: { kind: 'too-many-splits', splits: size, max } };
  }
  if (size < 1) return { refused: { kind: 'wrong-transition', next: [step] } };
  const group = { step, frames: task.frames, source: task.key, size };
  const ready: Ready =
    gang === undefined
      ? { kind: 'items', ...group, from: 0 }
      : { kind: 'gang', ...group, attempt: 0 };
  return { state: { ...state, ready: enqueue(state.ready, ready) } };
}

function followBranches(
  plan: Plan,
  state: SchedulerState,
  task: Task,
  next: readonly string[],
): SchedulerState {
  const branchFrames = (position: number): readonly SplitFrame[] =>
    next.length === 1
      ? task.frames
      : [...task.frames, { source: task.key, size: next.length, position, foreach: false }];
  const ready = next.reduce<Queue<Ready>>((queue, step, position) => {
    const named = step === task.step ? again(task) : entryOf(plan, step, branchFrames(position));
    const follower: Task = { ...named, inputs: [task.key], attempt: 0 };
    return enqueue(queue, { kind: 'task', task: follower });
  }, state.ready);
  return { ...state, ready };
}

/** The next time around. */
function again({ step, frames, iteration = 0 }: Task): Omit<Task, 'inputs' | 'attempt'> {
  const next = iteration + 1;
  return { key: taskKey(step, indicesOf(frames), next), step, frames, iteration: next };
}

/** Undefined when no split is open that this step could join. */
function arrive(plan: Plan, state: SchedulerState, task: Task, step: string): Followed | undefined {
  const frame = task.frames.at(-1);
  if (!frame) return undefined;
  const open = state.joins.get(frame.source);
  if (open && open.step !== step) return undefined;
  const last: Arrival = { task: task.key, position: frame.position, before: open?.last };
  const join: OpenJoin = { step, count: (open?.count ?? 0) + 1, last };
  if (join.count < frame.size) {
    return { state: { ...state, joins: withEntry(state.joins, frame.source, join) } };
  }
  const joining: Task = {
    ...entryOf(plan, step, task.frames.slice(0, -1)),
    inputs: inSplitOrder(join),
    joined: frame.source,
    attempt: 0,
  };
  return {
    state: {
      ...state,
      joins: open ? withoutEntry(state.joins, frame.source) : state.joins,
      ready: enqueue(state.ready, { kind: 'task', task: joining }),
    },
  };
}

function inSplitOrder(join: OpenJoin): readonly TaskKey[] {
  const inputs = new Array<TaskKey>(join.count);
  for (let at: Arrival | undefined = join.last; at; at = at.before) inputs[at.position] = at.task;
  return inputs;
}

/** Tasks that nobody needs as inputs once this one has ended well. */
function noLongerNeeded(task: Task): readonly TaskKey[] {
  if (task.joined !== undefined) return [...task.inputs, task.joined];
  // The input of the first task of a branch is the input of its siblings too: it goes with their join.
  const shared = task.frames.at(-1)?.source;
  return task.inputs.filter((input) => input !== shared);
}
