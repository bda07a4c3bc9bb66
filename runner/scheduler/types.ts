/** What goes into the scheduler and what comes out of it. It knows tasks by step and foreach indices: no ids, processes, clock. */

/** `train[3,0]`: the step and its place in the enclosing foreaches, outermost first. Unique within a run. */
export type TaskKey = string & { readonly __brand: 'TaskKey' };

export function taskKey(step: string, indices: readonly number[]): TaskKey {
  return `${step}[${indices.join(',')}]` as TaskKey;
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
}

export type SchedulerEvent =
  | { readonly type: 'begin' }
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

export interface Launch {
  readonly type: 'launch';
  readonly task: TaskKey;
  readonly step: string;
  readonly indices: readonly number[];
  readonly attempt: number;
  /** In split order for a join. */
  readonly inputs: readonly TaskKey[];
  /** Which item of its input's foreach it gets. */
  readonly splitIndex?: number;
  /** Attempts of this task that run the user's code. */
  readonly userAttempts: number;
}

/** Why running tasks are to end: `failure` of another one leaves them a moment to finish first. */
export type StopReason = 'cancel' | 'failure' | 'abort';

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
