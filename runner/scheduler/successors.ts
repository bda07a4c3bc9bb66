/** What follows from a task that ended well: tasks that are ready now, and arrivals at joins. */
import type { Plan } from './plan';
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
import { taskKey, type Failure, type TakenTransition, type TaskKey } from './types';

export type Followed = { readonly state: SchedulerState } | { readonly refused: Failure['reason'] };

/** The state in which everything that this task leads to is ready or waits at its join. */
export function follow(
  plan: Plan,
  state: SchedulerState,
  task: Task,
  transition: TakenTransition | null,
): Followed {
  const next = transition?.next ?? [];
  const wrong: Followed = { refused: { kind: 'wrong-transition', next } };
  const [first] = next;
  if (first === undefined) {
    return task.step === plan.endStep ? { state: { ...state, endReached: true } } : wrong;
  }
  const joins = next.map((name) => plan.steps.get(name)?.isJoin);
  if (joins.includes(undefined)) return wrong;
  if (transition?.splits !== undefined) {
    if (next.length > 1 || joins[0]) return wrong;
    return followForeach(plan, state, task, first, transition.splits);
  }
  if (!joins.includes(true)) return { state: followBranches(state, task, next) };
  return next.length > 1 ? wrong : (arrive(state, task, first) ?? wrong);
}

function followForeach(
  plan: Plan,
  state: SchedulerState,
  task: Task,
  step: string,
  splits: number,
): Followed {
  const max = plan.limits.maxNumSplits;
  if (splits > max) return { refused: { kind: 'too-many-splits', splits, max } };
  if (splits < 1) return { refused: { kind: 'wrong-transition', next: [step] } };
  const items: Ready = {
    kind: 'items',
    step,
    frames: task.frames,
    source: task.key,
    size: splits,
    from: 0,
  };
  return { state: { ...state, ready: enqueue(state.ready, items) } };
}

function followBranches(
  state: SchedulerState,
  task: Task,
  next: readonly string[],
): SchedulerState {
  const branchFrames = (position: number): readonly SplitFrame[] =>
    next.length === 1
      ? task.frames
      : [...task.frames, { source: task.key, size: next.length, position, foreach: false }];
  const ready = next.reduce<Queue<Ready>>((queue, step, position) => {
    const frames = branchFrames(position);
    const follower: Task = {
      key: taskKey(step, indicesOf(frames)),
      step,
      frames,
      inputs: [task.key],
      attempt: 0,
    };
    return enqueue(queue, { kind: 'task', task: follower });
  }, state.ready);
  return { ...state, ready };
}

/** Undefined when no split is open that this step could join. */
function arrive(state: SchedulerState, task: Task, step: string): Followed | undefined {
  const frame = task.frames.at(-1);
  if (!frame) return undefined;
  const open = state.joins.get(frame.source);
  if (open && open.step !== step) return undefined;
  const last: Arrival = { task: task.key, position: frame.position, before: open?.last };
  const join: OpenJoin = { step, count: (open?.count ?? 0) + 1, last };
  if (join.count < frame.size) {
    return { state: { ...state, joins: withEntry(state.joins, frame.source, join) } };
  }
  const frames = task.frames.slice(0, -1);
  const joining: Task = {
    key: taskKey(step, indicesOf(frames)),
    step,
    frames,
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
export function noLongerNeeded(task: Task): readonly TaskKey[] {
  if (task.joined !== undefined) return [...task.inputs, task.joined];
  // The input of the first task of a branch is the input of its siblings too: it goes with their join.
  const shared = task.frames.at(-1)?.source;
  return task.inputs.filter((input) => input !== shared);
}
