/**
 * What the scheduler remembers: only what runs, waits or is still needed as an input. It never changes; every event
 * gives a new one that shares most of the old. The maps that are copied have as many entries as tasks run or wait.
 */
import { EMPTY_QUEUE, type Queue } from './queue';
import type { Failure, RunResult, TakenTransition, TaskKey } from './types';

/** A split that a task is inside of. */
export interface SplitFrame {
  /** The task that split. */
  readonly source: TaskKey;
  /** Branches of a static split, items of a foreach. */
  readonly size: number;
  /** Which one the task belongs to: the order in which a join gets its inputs. */
  readonly position: number;
  readonly foreach: boolean;
}

export interface Task {
  readonly key: TaskKey;
  readonly step: string;
  /** Open splits, outermost first. */
  readonly frames: readonly SplitFrame[];
  readonly inputs: readonly TaskKey[];
  readonly splitIndex?: number;
  /** Of a step that leads back to itself. */
  readonly iteration?: number;
  /** Of a gang: how many tasks; the task's own place is that of its innermost frame. */
  readonly gang?: number;
  /** Of a join: the task whose split it joins. */
  readonly joined?: TaskKey;
  readonly attempt: number;
}

/** Tasks that may start when a worker is free. The items of a foreach stay one entry however many they are. */
export type Ready =
  | { readonly kind: 'task'; readonly task: Task }
  | {
      readonly kind: 'items';
      readonly step: string;
      readonly frames: readonly SplitFrame[];
      readonly source: TaskKey;
      readonly size: number;
      /** The items to run when it is not all of them: the others were taken over from another run. */
      readonly positions?: readonly number[];
      /** First one that has not been started. */
      readonly from: number;
    }
  | {
      readonly kind: 'gang';
      readonly step: string;
      readonly frames: readonly SplitFrame[];
      readonly source: TaskKey;
      readonly size: number;
      readonly attempt: number;
    };

/** A gang that runs. It counts only when all of its tasks have ended well; one that fails makes all run again. */
export interface OpenGang {
  readonly tasks: readonly Task[];
  /** Where those went that have ended well. */
  readonly ended: ReadonlyMap<TaskKey, TakenTransition | null>;
  /** How many have ended, well or not. */
  readonly count: number;
  /** Minutes to wait before it is repeated; absent while none has failed. */
  readonly again?: number;
}

/** Branches that have come to a join, the last one first. */
export interface Arrival {
  readonly task: TaskKey;
  readonly position: number;
  readonly before: Arrival | undefined;
}

export interface OpenJoin {
  readonly step: string;
  readonly count: number;
  readonly last: Arrival;
}

export type Phase =
  | { readonly kind: 'going' }
  /** Nothing is started any more; it is over when the last running task has ended. */
  | {
      readonly kind: 'ending';
      readonly result: RunResult;
      readonly failure?: Failure;
    }
  | { readonly kind: 'over' };

export interface SchedulerState {
  readonly phase: Phase;
  readonly ready: Queue<Ready>;
  readonly running: ReadonlyMap<TaskKey, Task>;
  /** Waiting to be tried again. */
  readonly waiting: ReadonlyMap<TaskKey, Task>;
  /** By the task that split. */
  readonly joins: ReadonlyMap<TaskKey, OpenJoin>;
  /** Those that run, by the task that split. */
  readonly gangs: ReadonlyMap<TaskKey, OpenGang>;
  /** It goes on from what another run had done. */
  readonly resumed: boolean;
  /** The task of the end step ended well. */
  readonly endReached: boolean;
}

export const INITIAL_STATE: SchedulerState = {
  phase: { kind: 'going' },
  ready: EMPTY_QUEUE,
  running: new Map(),
  waiting: new Map(),
  joins: new Map(),
  gangs: new Map(),
  resumed: false,
  endReached: false,
};

/** Positions in the enclosing foreaches, outermost first: static splits do not count. */
export function indicesOf(frames: readonly SplitFrame[]): number[] {
  return frames.filter((frame) => frame.foreach).map((frame) => frame.position);
}

export function withEntry<K, V>(map: ReadonlyMap<K, V>, key: K, value: V): ReadonlyMap<K, V> {
  return new Map(map).set(key, value);
}

export function withoutEntry<K, V>(map: ReadonlyMap<K, V>, key: K): ReadonlyMap<K, V> {
  const copy = new Map(map);
  copy.delete(key);
  return copy;
}
