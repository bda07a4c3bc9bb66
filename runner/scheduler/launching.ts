/** Fills free workers from the queue. */
import type { Plan } from './plan';
import { dequeue, pushFront, type Queue } from './queue';
import { indicesOf, type Ready, type SchedulerState, type SplitFrame, type Task } from './state';
import { taskKey, type Launch, type SchedulerCommand, type TaskKey } from './types';

export interface Decision {
  readonly state: SchedulerState;
  readonly commands: readonly SchedulerCommand[];
}

/** Starts what is ready, first come first served, as far as workers are free. */
export function fillWorkers(plan: Plan, state: SchedulerState): Decision {
  if (state.phase.kind !== 'going' || state.running.size >= plan.limits.maxWorkers) {
    return { state, commands: [] };
  }
  const running = new Map<TaskKey, Task>(state.running);
  const commands: Launch[] = [];
  let ready = state.ready;
  while (running.size < plan.limits.maxWorkers) {
    const taken = takeTask(ready);
    if (!taken) break;
    ready = taken.ready;
    running.set(taken.task.key, taken.task);
    commands.push(launchOf(plan, taken.task));
  }
  return commands.length === 0
    ? { state, commands }
    : { state: { ...state, running, ready }, commands };
}

export function launchOf(plan: Plan, task: Task): Launch {
  return {
    type: 'launch',
    task: task.key,
    step: task.step,
    indices: indicesOf(task.frames),
    attempt: task.attempt,
    inputs: task.inputs,
    ...(task.splitIndex === undefined ? {} : { splitIndex: task.splitIndex }),
    userAttempts: plan.steps.get(task.step)?.retries.userAttempts ?? 1,
  };
}

function takeTask(queue: Queue<Ready>): { task: Task; ready: Queue<Ready> } | undefined {
  const next = dequeue(queue);
  if (!next) return undefined;
  if (next.item.kind === 'task') return { task: next.item.task, ready: next.rest };
  const items = next.item;
  const from = items.from + 1;
  return {
    task: itemTask(items),
    ready: from < items.size ? pushFront(next.rest, { ...items, from }) : next.rest,
  };
}

function itemTask(items: Extract<Ready, { kind: 'items' }>): Task {
  const frame: SplitFrame = {
    source: items.source,
    size: items.size,
    position: items.from,
    foreach: true,
  };
  const frames = [...items.frames, frame];
  return {
    key: taskKey(items.step, indicesOf(frames)),
    step: items.step,
    frames,
    inputs: [items.source],
    splitIndex: items.from,
    attempt: 0,
  };
}
