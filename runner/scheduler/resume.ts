/**
 * What a resumed run takes over. A task is cloned when it had ended well and so had all that it comes from: the flow is
 * gone through from its start, and goes on as if the clones had just ended. What is left is ready to run.
 */
import { gangTasks, itemTask, positionOf } from './launching';
import type { Plan } from './plan';
import { dequeue, EMPTY_QUEUE, enqueue, type Queue } from './queue';
import type { Ready, SchedulerState, Task } from './state';
import { followAll, startOf, type Ended } from './successors';
import type { Failure, FinishedTasks, SchedulerCommand } from './types';

export interface TakenOver {
  readonly state: SchedulerState;
  readonly commands: readonly SchedulerCommand[];
  /** A clone leads where the flow's graph does not allow it (any more). */
  readonly refused?: Failure;
}

export function takeOver(plan: Plan, begun: SchedulerState, finished: FinishedTasks): TakenOver {
  const commands: SchedulerCommand[] = [];
  let state: SchedulerState = {
    ...begun,
    resumed: true,
    ready: enqueue(EMPTY_QUEUE, startOf(plan)),
  };
  let left: Queue<Ready> = EMPTY_QUEUE;
  for (let next = dequeue(state.ready); next; next = dequeue(state.ready)) {
    const { ended, rest } = split(plan, next.item, finished);
    if (rest) left = enqueue(left, rest);
    for (const { task } of ended) commands.push({ type: 'clone', ...positionOf(task) });
    const followed = followAll(plan, { ...state, ready: next.rest }, ended);
    ({ state } = followed);
    if (followed.refused) return { state, commands, refused: followed.refused };
    if (ended.length > 0) commands.push({ type: 'forget', tasks: followed.noLongerNeeded });
  }
  return { state: { ...state, ready: left }, commands };
}

/** What of a queue's entry is finished, and what is left of it to run. */
function split(
  plan: Plan,
  entry: Ready,
  finished: FinishedTasks,
): { readonly ended: readonly Ended[]; readonly rest?: Ready } {
  const endedOf = (tasks: readonly Task[]): Ended[] =>
    tasks.flatMap((task) => {
      const transition = finished.get(task.key);
      return transition === undefined ? [] : [{ task, transition }];
    });
  if (entry.kind === 'task') {
    const ended = endedOf([entry.task]);
    return ended.length > 0 ? { ended } : { ended, rest: entry };
  }
  if (entry.kind === 'gang') {
    // As a whole: its tasks work on one thing together.
    const ended = endedOf(gangTasks(entry));
    return ended.length === entry.size ? { ended } : { ended: [], rest: entry };
  }
  const tasks = Array.from({ length: entry.size }, (_, at) => itemTask(plan, entry, at));
  const ended = endedOf(tasks);
  if (ended.length === entry.size) return { ended };
  if (ended.length === 0) return { ended, rest: entry };
  const positions = tasks.flatMap(({ key }, at) => (finished.has(key) ? [] : [at]));
  return { ended, rest: { ...entry, positions } };
}
