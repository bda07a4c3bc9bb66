/** Fills free workers from the queue. */
import type { Plan } from './plan';
import { dequeue, pushFront, type Queue } from './queue';
import {
  indicesOf,
  type OpenGang,
  type Ready,
  type SchedulerState,
  type SplitFrame,
  type Task,
} from './state';
import {
  taskKey,
  type GangMember,
  type Launch,
  type SchedulerCommand,
  type TaskKey,
  type TaskPosition,
} from './types';

export interface Decision {
  readonly state: SchedulerState;
  readonly commands: readonly SchedulerCommand[];
}

/** Starts what is ready, first come first served, as far as workers are free. A gang starts as a whole. */
export function fillWorkers(plan: Plan, state: SchedulerState): Decision {
  if (state.phase.kind !== 'going' || state.running.size >= plan.limits.maxWorkers) {
    return { state, commands: [] };
  }
  const running = new Map<TaskKey, Task>(state.running);
  const commands: Launch[] = [];
  let { ready, gangs } = state;
  while (running.size < plan.limits.maxWorkers) {
    const taken = takeTasks(plan, ready);
    if (!taken) break;
    ready = taken.ready;
    for (const task of taken.tasks) {
      running.set(task.key, task);
      commands.push(launchOf(plan, task));
    }
    if (taken.gang !== undefined) gangs = new Map(gangs).set(taken.gang, openGang(taken.tasks));
  }
  return commands.length === 0
    ? { state, commands }
    : { state: { ...state, running, ready, gangs }, commands };
}

export function launchOf(plan: Plan, task: Task): Launch {
  return {
    type: 'launch',
    ...positionOf(task),
    attempt: task.attempt,
    inputs: task.inputs,
    ...(task.splitIndex === undefined ? {} : { splitIndex: task.splitIndex }),
    userAttempts: plan.steps.get(task.step)?.retries.userAttempts ?? 1,
  };
}

export function positionOf(task: Task): TaskPosition {
  const gang = memberOf(task);
  return {
    task: task.key,
    step: task.step,
    indices: indicesOf(task.frames),
    ...(task.iteration === undefined ? {} : { iteration: task.iteration }),
    ...(gang ? { gang } : {}),
  };
}

function openGang(tasks: readonly Task[]): OpenGang {
  return { tasks, ended: new Map(), count: 0 };
}

/** All tasks of a gang, the control task first. */
export function gangTasks(gang: Extract<Ready, { kind: 'gang' }>): readonly Task[] {
  const { step, source, size, attempt } = gang;
  return Array.from({ length: size }, (_, position) => {
    const frames = [...gang.frames, { source, size, position, foreach: true }];
    const key = taskKey(step, indicesOf(frames));
    return { key, step, frames, inputs: [source], gang: size, attempt };
  });
}

/** The task of one item. */
export function itemTask(
  plan: Plan,
  items: Extract<Ready, { kind: 'items' }>,
  position: number,
): Task {
  const { step, source, size } = items;
  const frames: readonly SplitFrame[] = [
    ...items.frames,
    { source, size, position, foreach: true },
  ];
  const entry = entryOf(plan, step, frames);
  return { ...entry, inputs: [source], splitIndex: position, attempt: 0 };
}

/** What names a task of that step when it is not its own predecessor. */
export function entryOf(
  plan: Plan,
  step: string,
  frames: readonly SplitFrame[],
): Pick<Task, 'key' | 'step' | 'frames' | 'iteration'> {
  const indices = indicesOf(frames);
  if (plan.steps.get(step)?.loops !== true) return { key: taskKey(step, indices), step, frames };
  return { key: taskKey(step, indices, 0), step, frames, iteration: 0 };
}

interface Taken {
  readonly tasks: readonly Task[];
  readonly ready: Queue<Ready>;
  /** The task that split, when they are a gang. */
  readonly gang?: TaskKey;
}

function takeTasks(plan: Plan, queue: Queue<Ready>): Taken | undefined {
  const next = dequeue(queue);
  if (!next) return undefined;
  const { item, rest } = next;
  if (item.kind === 'task') return { tasks: [item.task], ready: rest };
  if (item.kind === 'gang') return { tasks: gangTasks(item), ready: rest, gang: item.source };
  const from = item.from + 1;
  const position = item.positions?.[item.from] ?? item.from;
  const count = item.positions?.length ?? item.size;
  return {
    tasks: [itemTask(plan, item, position)],
    ready: from < count ? pushFront(rest, { ...item, from }) : rest,
  };
}

function memberOf({ gang, frames, step }: Task): GangMember | undefined {
  const index = frames.at(-1)?.position;
  if (gang === undefined || index === undefined) return undefined;
  const control = taskKey(step, [...indicesOf(frames.slice(0, -1)), 0]);
  return { nodes: gang, index, control };
}
