/** What goes into the scheduler and what comes out of it. It knows tasks by step, indices and iteration: no ids, processes, clock. */

/**
 * `train[3,0]`: the step and its place in the enclosing foreaches, outermost first; `refine[3][7]` for the eighth time that
 * a step which leads back to itself runs there. Unique within a run.
 */
export type TaskKey = string & { readonly __brand: 'TaskKey' };

export function taskKey(step: string, indices: readonly number[], iteration?: number): TaskKey {
  const place = `${step}[${indices.join(',')}]`;
  return (iteration === undefined ? place : `${place}[${iteration}]`) as TaskKey;
}

/** The task that holds the run's parameters: the input of the start step. */
export const PARAMETERS_TASK = taskKey('_parameters', []);

export interface Limits {
  /** Attempts that run at the same time. */
  readonly maxWorkers: number;
  /** Most items of one foreach. */
  readonly maxNumSplits: number;
}

/** Where a task that succeeded goes, as it decided itself. */
export interface TakenTransition {
  readonly next: readonly string[];
  /** Items, when it splits by foreach. */
  readonly splits?: number;
  /** Tasks, when it splits into a gang. */
  readonly gang?: number;
}

/** Tasks of another run that ended well, with where each went: what a resumed run takes over. */
export type FinishedTasks = ReadonlyMap<TaskKey, TakenTransition | null>;

export type SchedulerEvent =
  | { readonly type: 'begin' }
  /** Of a resumed run, before it begins: what is finished is cloned, and nothing started yet. */
  | {
      readonly type: 'take-over';
      readonly finished: FinishedTasks;
      /** The run ends with that. */
      readonly cloneOnly: boolean;
    }
  /** The attempt that was launched last for this task ended well (or @catch handled its failure). */
  | {
      readonly type: 'succeeded';
      readonly task: TaskKey;
      readonly transition: TakenTransition | null;
    }
  | { readonly type: 'failed'; readonly task: TaskKey }
  /** The time of a `wait` command is over. */
  | { readonly type: 'waited'; readonly task: TaskKey }
  /** The person wants the run to end. */
  | { readonly type: 'cancel' }
  /** The run cannot go on (the disk is full, the host is gone): nothing more is started or repeated. */
  | { readonly type: 'abort' };

/** The place of a task in a gang: tasks that all run at the same time. */
export interface GangMember {
  readonly nodes: number;
  /** 0 is the control task. */
  readonly index: number;
  readonly control: TaskKey;
}

/** Where a task stands in the flow. */
export interface TaskPosition {
  readonly task: TaskKey;
  readonly step: string;
  readonly indices: readonly number[];
  /** Of a step that leads back to itself, from 0. */
  readonly iteration?: number;
  readonly gang?: GangMember;
}

export interface Launch extends TaskPosition {
  readonly type: 'launch';
  readonly attempt: number;
  /** In split order for a join. */
  readonly inputs: readonly TaskKey[];
  /** Which item of its input's foreach it gets. */
  readonly splitIndex?: number;
  /** Attempts of this task that run the user's code. */
  readonly userAttempts: number;
}

/** A task that ended well in the run that is resumed: taken over as it is. */
export interface Clone extends TaskPosition {
  readonly type: 'clone';
}

/** Why running tasks are to end: `failure` of another one leaves them a moment to finish first; `gang`: its gang is repeated. */
export type StopReason = 'cancel' | 'failure' | 'abort' | 'gang';

export interface Failure {
  readonly task: TaskKey;
  readonly attempt: number;
  readonly reason:
    | { readonly kind: 'attempts-exhausted' }
    | { readonly kind: 'too-many-splits'; readonly splits: number; readonly max: number }
    /** It went on to steps that its place in the graph does not allow. */
    | { readonly kind: 'wrong-transition'; readonly next: readonly string[] };
}

export type RunResult = 'succeeded' | 'failed' | 'cancelled';

export type SchedulerCommand =
  | Launch
  | Clone
  /** The task failed, and is tried again with its whole gang, as soon as that has ended. */
  | { readonly type: 'again'; readonly task: TaskKey; readonly minutes: number }
  /** Report `waited` after this time; meanwhile the task holds no worker. */
  | {
      readonly type: 'wait';
      readonly task: TaskKey;
      readonly attempt: number;
      readonly minutes: number;
    }
  | { readonly type: 'stop'; readonly tasks: readonly TaskKey[]; readonly reason: StopReason }
  /** No later task has these as inputs: what is known of them may be dropped. */
  | { readonly type: 'forget'; readonly tasks: readonly TaskKey[] }
  /** The task ended well and the run still fails because of it. */
  | { readonly type: 'reject'; readonly failure: Failure }
  /** Always the last command. `failure` is the first one that ended the run. */
  | { readonly type: 'finish'; readonly result: RunResult; readonly failure?: Failure };
