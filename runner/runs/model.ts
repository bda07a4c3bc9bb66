/**
 * What a run looks like to anyone who watches. Folded from events (`fold.ts`) or built from datastore records
 * (`records.ts`); the two agree for every finished run. Its size is of the order of the steps: tasks are paged.
 * Times are epoch milliseconds, durations milliseconds, sizes bytes.
 */
import type { FlowDescription, Json } from '../flow/description';

/** A run's place: the datastore root (an absolute path of a `.metaflow` folder, or `s3://…`), the flow, the run id. */
export interface RunRef {
  readonly root: string;
  readonly flow: string;
  readonly run: string;
}

export type RunState = 'running' | 'succeeded' | 'failed' | 'cancelled' | 'interrupted';
export type TaskState =
  | 'waiting'
  | 'running'
  | 'retrying'
  | 'succeeded'
  | 'caught'
  | 'failed'
  | 'cancelled'
  | 'interrupted';
/** The worst of its tasks' states that still matters; `waiting` when none has begun. */
export type StepState = TaskState;

/** One line of a Python traceback, outermost first. */
export interface TracebackFrame {
  readonly file: string;
  readonly line: number;
  readonly name: string;
  /** The source line, stripped. */
  readonly text?: string;
}

/** Why an attempt failed. */
export interface TaskError {
  readonly kind:
    'exception' | 'exit' | 'signal' | 'memory' | 'timeout' | 'unpicklable' | 'storage' | 'host';
  /** One line for the person: `ValueError: learning rate must be positive`. */
  readonly message: string;
  /** Python's qualified name: `builtins.ValueError`. */
  readonly type?: string;
  readonly frames?: readonly TracebackFrame[];
  /** The traceback as Python prints it. */
  readonly stacktrace?: string;
  readonly exitCode?: number;
  readonly signal?: string;
}

export interface AttemptModel {
  readonly attempt: number;
  readonly state: TaskState;
  readonly startedAt: number;
  readonly endedAt?: number;
  readonly pid?: number;
  /** Seconds of CPU and bytes of peak resident memory, as the host measured them. */
  readonly cpuSeconds?: number;
  readonly maxMemory?: number;
  readonly error?: TaskError;
}

export interface TaskModel {
  readonly step: string;
  readonly task: string;
  /** Positions in the enclosing foreaches, outermost first; empty outside. */
  readonly indices: readonly number[];
  /** Short text of the foreach item (at most 30 characters). */
  readonly value?: string;
  readonly state: TaskState;
  readonly attempts: readonly AttemptModel[];
  /** Where it was taken over from, in a resumed run: it did not run here. */
  readonly origin?: { readonly run: string; readonly task: string };
}

export interface TaskCounts {
  readonly waiting: number;
  readonly running: number;
  readonly retrying: number;
  readonly succeeded: number;
  readonly caught: number;
  readonly failed: number;
  readonly cancelled: number;
  readonly interrupted: number;
}

export interface StepModel {
  readonly name: string;
  readonly state: StepState;
  readonly counts: TaskCounts;
  /** Tasks that the step will have; absent until the splits before it are known. */
  readonly expected?: number;
  readonly startedAt?: number;
  readonly endedAt?: number;
  /** Attempts beyond the first, over all tasks. */
  readonly retries: number;
  /** Of its tasks, those that a resumed run took over; absent when there are none. */
  readonly cloned?: number;
}

export interface RunModel {
  readonly ref: RunRef;
  readonly state: RunState;
  readonly startedAt: number;
  readonly endedAt?: number;
  readonly user: string;
  readonly tags: readonly string[];
  /** The run that this one resumes. */
  readonly origin?: string;
  /** By attribute name, as far as it is plain data. */
  readonly parameters: { readonly [name: string]: Json };
  /** Absent for runs of engines that do not store one (rebuilt from `_graph_info` where that exists). */
  readonly description?: FlowDescription;
  /** In the description's order. */
  readonly steps: readonly StepModel[];
  /** The first failure that ended the run. */
  readonly failure?: {
    readonly step: string;
    readonly task: string;
    readonly attempt: number;
    readonly error: TaskError;
  };
  /** Things worth one line to the person ("fork is not used because …"). */
  readonly notices: readonly string[];
}

/** One row of a list of runs. */
export interface RunSummary {
  readonly ref: RunRef;
  readonly state: RunState;
  readonly startedAt: number;
  readonly endedAt?: number;
  readonly user: string;
  readonly tags: readonly string[];
  /** Absolute path of the flow's file, when known. */
  readonly file?: string;
  /** `train[11]` of a failed run. */
  readonly failedAt?: string;
  /** Tasks done and expected so far, for "running 9/16". */
  readonly done: number;
  readonly expected: number;
}

/** One artifact of a task, without its value. */
export interface ArtifactRow {
  readonly name: string;
  /** Python's type as people write it: `int`, `numpy.ndarray`. */
  readonly type: string;
  /** Bytes of the pickle. */
  readonly size: number;
  /** Key of the blob: sha1 of the pickle. */
  readonly key: string;
  /** At most 200 characters, one line; absent when it cannot be read without executing it. */
  readonly preview?: string;
  /** Why the value cannot be shown (missing blob, damaged, unknown class). */
  readonly problem?: string;
}
