/**
 * What the extension asks the runner service, JSON-RPC on stdio (vscode-jsonrpc). Every answer is bounded; lists are paged;
 * every request may be cancelled. What changes comes as a snapshot with a revision, then as notifications with the
 * next revision, at most ten a second; whoever misses a revision asks for the snapshot again.
 */
import { NotificationType, NotificationType0, RequestType, RequestType0 } from 'vscode-jsonrpc';
import type { ErrorDetails } from '../errors';
import type { FactsChange } from '../flow/facts';
import type { ParameterDescription } from '../flow/description';
import type {
  ArtifactRow,
  RunModel,
  RunRef,
  RunSummary,
  TaskModel,
  TaskState,
} from '../runs/model';

// The model that the answers are made of: whoever speaks this protocol needs no other door to it.
export type {
  RunModel,
  RunRef,
  RunState,
  RunSummary,
  TaskError,
  TaskState,
  TracebackFrame,
} from '../runs/model';

export interface InitializeParams {
  /** Absolute paths of the workspace folders: their datastores are watched. */
  readonly folders: readonly string[];
}

/** All roots together, newest first. */
export interface RunsListParams {
  readonly flow?: string;
  readonly offset: number;
  /** At most 500. */
  readonly limit: number;
}
export interface RunsPage {
  readonly revision: number;
  readonly runs: readonly RunSummary[];
  readonly total: number;
}
/** Runs that are new or look different, whole; and those that are gone. */
export interface RunsChanged {
  readonly revision: number;
  readonly changed: readonly RunSummary[];
  readonly removed: readonly RunRef[];
}

export interface RunSnapshot {
  readonly revision: number;
  readonly model: RunModel;
}
export interface RunChanged extends RunSnapshot {
  readonly ref: RunRef;
}

export interface TasksParams {
  readonly ref: RunRef;
  /** Absent: all steps, in the graph's order. */
  readonly step?: string;
  readonly states?: readonly TaskState[];
  readonly offset: number;
  /** At most 500. */
  readonly limit: number;
}
export interface TasksPage {
  readonly tasks: readonly TaskModel[];
  readonly total: number;
}

export interface TaskPlace {
  readonly ref: RunRef;
  readonly step: string;
  readonly task: string;
  /** Absent: the newest. */
  readonly attempt?: number;
}
/** One line of a task's output. `text` keeps ANSI sequences; invalid UTF-8 is replaced. */
export interface LogLine {
  readonly stream: 'stdout' | 'stderr';
  /** Epoch milliseconds. */
  readonly at: number;
  readonly text: string;
}
export interface LogParams extends TaskPlace {
  /** Where the last page ended (opaque); absent: `tail` lines from the end, or from the beginning without it. */
  readonly cursor?: string;
  readonly tail?: number;
  /** Lines, at most 5,000. */
  readonly limit: number;
}
export interface LogPage {
  readonly lines: readonly LogLine[];
  readonly cursor: string;
  /** Nothing further will come: the attempt has ended and all was read. */
  readonly ended: boolean;
  /** Lines before the first one of this page were left out (`tail`). */
  readonly skipped: boolean;
}

export interface ArtifactPlace {
  readonly ref: RunRef;
  readonly step: string;
  /** Absent: the first of the step that went well. */
  readonly task?: string;
  readonly artifact: string;
}
export interface ArtifactLook {
  readonly task: string;
  /** How many the step has. */
  readonly tasks: number;
  readonly row: ArtifactRow;
  /** The value over several lines; absent when it cannot be shown: `row.problem` says why. */
  readonly text?: string;
  /** There is more of the value than the text shows. */
  readonly cut: boolean;
}

export interface StartParams {
  /** Absolute path of the flow's file. */
  readonly file: string;
  readonly flow?: string;
  /** By parameter name; those of a resumed run are its origin's. */
  readonly parameters: { readonly [name: string]: string };
  /** Takes over what this earlier run had finished, and runs the rest: from `step` on, or from what failed. */
  readonly resume?: { readonly origin: string; readonly step?: string };
  readonly tags?: readonly string[];
  readonly maxWorkers?: number;
  readonly maxNumSplits?: number;
  /** Absolute path of the interpreter. */
  readonly python: string;
  /** Working directory of the run. */
  readonly cwd: string;
  /** Set for the run, on top of the service's environment; null removes. */
  readonly env?: { readonly [name: string]: string | null };
}
/** Started, or why not (a syntax error, a wrong parameter…): nothing was stored then. */
export type StartResult = { readonly ref: RunRef } | { readonly error: ErrorDetails };

export interface CheckItem {
  readonly name: string;
  readonly state: 'ok' | 'warning' | 'problem';
  readonly message: string;
  readonly remedy?: string;
}
export interface SetupReport {
  readonly items: readonly CheckItem[];
}

export const Initialize = new RequestType<
  InitializeParams,
  { readonly roots: readonly string[] },
  void
>('initialize');
export const RunsList = new RequestType<RunsListParams, RunsPage, void>('runs/list');
export const RunsChangedNotification = new NotificationType<RunsChanged>('runs/changed');
/** Begins to send `run/changed` for it. */
export const WatchRun = new RequestType<{ readonly ref: RunRef }, RunSnapshot, void>('run/watch');
export const UnwatchRun = new NotificationType<{ readonly ref: RunRef }>('run/unwatch');
export const RunChangedNotification = new NotificationType<RunChanged>('run/changed');
export const Tasks = new RequestType<TasksParams, TasksPage, void>('run/tasks');
export const TaskLog = new RequestType<LogParams, LogPage, void>('task/log');
export const TaskArtifacts = new RequestType<
  TaskPlace,
  { readonly artifacts: readonly ArtifactRow[] },
  void
>('task/artifacts');
/** A long look at one artifact. */
export const LookAtArtifact = new RequestType<ArtifactPlace, ArtifactLook, void>('task/artifact');
export const StartRun = new RequestType<StartParams, StartResult, void>('run/start');
/** Asks the run to stop, politely; `force` stops it now. */
export const CancelRun = new RequestType<
  { readonly ref: RunRef; readonly force?: boolean },
  void,
  void
>('run/cancel');
/** Of the newest run of every flow: whole at the start, then what changes. */
export const FactsNotification = new NotificationType<FactsChange>('facts');
export const CheckParameter = new RequestType<
  { readonly parameter: ParameterDescription; readonly text: string },
  { readonly error?: string },
  void
>('parameter/check');
export const CheckSetup = new RequestType<
  { readonly python?: string; readonly cwd: string },
  SetupReport,
  void
>('setup/check');
/** The window opened or closed folders. */
export const FoldersChanged = new NotificationType<InitializeParams>('folders/changed');
export const Shutdown = new RequestType0<void, void>('shutdown');
export const Exit = new NotificationType0('exit');
