/** Gangs (`num_parallel`): what the end of one of their tasks means for the others. */
import {
  withEntry,
  withoutEntry,
  type OpenGang,
  type Ready,
  type SchedulerState,
  type Task,
} from './state';
import type { Ended } from './successors';
import type { TakenTransition, TaskKey } from './types';

interface Repeat {
  readonly tasks: readonly Task[];
  readonly minutes: number;
}

/** `complete`: all have ended well. `again`: all have ended, and one had failed. */
export interface GangProgress {
  readonly state: SchedulerState;
  readonly complete?: readonly Ended[];
  readonly again?: Repeat;
}

export function gangAfterSuccess(
  state: SchedulerState,
  task: Task,
  transition: TakenTransition | null,
): GangProgress {
  return progress(state, task, (gang) => ({
    ...gang,
    ended: withEntry(gang.ended, task.key, transition),
  }));
}

/** `toStop`: those that still run, the first time that one fails: they may wait for it for ever. */
export function gangAfterFailure(
  state: SchedulerState,
  task: Task,
  minutes: number,
): GangProgress & { readonly toStop: readonly TaskKey[] } {
  const first = gangOf(state, task)?.again === undefined;
  const next = progress(state, task, (gang) => ({
    ...gang,
    again: Math.max(gang.again ?? 0, minutes),
  }));
  const running = gangOf(state, task)?.tasks.filter(({ key }) => state.running.has(key)) ?? [];
  return { ...next, toStop: first ? running.map(({ key }) => key) : [] };
}

/** The queue's entry of a gang that was waiting, told by its control task. */
export function readyGang({ gang, frames, step, attempt }: Task): Ready | undefined {
  const own = frames.at(-1);
  if (gang === undefined || !own) return undefined;
  const { source, size } = own;
  return { kind: 'gang', step, frames: frames.slice(0, -1), source, size, attempt };
}

function gangOf(state: SchedulerState, { inputs: [source] }: Task): OpenGang | undefined {
  return source === undefined ? undefined : state.gangs.get(source);
}

function progress(
  state: SchedulerState,
  task: Task,
  change: (gang: OpenGang) => OpenGang,
): GangProgress {
  const [source] = task.inputs;
  const before = gangOf(state, task);
  if (source === undefined || !before) return { state };
  const gang = { ...change(before), count: before.count + 1 };
  const { tasks, ended, again, count } = gang;
  if (count < tasks.length)
    return { state: { ...state, gangs: withEntry(state.gangs, source, gang) } };
  const closed = { ...state, gangs: withoutEntry(state.gangs, source) };
  if (again !== undefined) return { state: closed, again: { tasks, minutes: again } };
  return {
    state: closed,
    complete: tasks.map((one) => ({ task: one, transition: ended.get(one.key) ?? null })),
  };
}
