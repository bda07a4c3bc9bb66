/**
 * The Run page: what the extension tells it and what it asks. One run (or none: then the static graph), one selection,
 * tabs over it. The page keeps `PageState` with `setState`; the extension's serializer gives it back after a reload.
 */
import type { Finding } from '../../runner/flow/findings';
import type { FlowDescription } from '../../runner/flow/description';
import type { ArtifactRow, RunModel, RunRef, TaskModel, TaskState } from '../../runner/runs/model';
import type { LogLine } from '../../runner/service/protocol';

export const TABS = ['graph', 'tasks', 'log', 'artifacts'] as const;
export type Tab = (typeof TABS)[number];

export interface Selection {
  readonly step?: string;
  readonly task?: string;
  readonly attempt?: number;
}

/** Survives a reload. */
export interface PageState {
  readonly flow: string;
  /** URI of the flow's file, when the page was opened from code. */
  readonly uri?: string;
  /** The run shown; absent: the static graph, or the latest run as soon as there is one. */
  readonly run?: RunRef;
  /** A pinned page stays with its run; otherwise it follows the flow's latest. */
  readonly pinned: boolean;
  readonly tab: Tab;
  readonly selection: Selection;
}

export type ToPage =
  /** First answer to `ready`, and after every change of what is shown. */
  | { readonly type: 'state'; readonly state: PageState; readonly canRun: boolean }
  /** The flow as the code is now; absent when its file cannot be found. */
  | {
      readonly type: 'flow';
      readonly description?: FlowDescription;
      readonly findings: readonly Finding[];
    }
  /** The run as it is now (null: none yet). `previous` is the run before it, for "what is different". */
  | {
      readonly type: 'run';
      readonly model: RunModel | null;
      readonly previous?: { readonly duration?: number };
    }
  /** An answer to `tasks`, and again whenever that page changes. */
  | {
      readonly type: 'tasks';
      readonly request: TasksRequest;
      readonly tasks: readonly TaskModel[];
      readonly total: number;
    }
  | {
      readonly type: 'log';
      readonly place: TaskOfRun;
      readonly lines: readonly LogLine[];
      readonly reset: boolean;
      readonly ended: boolean;
      readonly skipped: boolean;
    }
  | {
      readonly type: 'artifacts';
      readonly place: TaskOfRun;
      readonly artifacts: readonly ArtifactRow[];
    }
  /** Something could not be read or done; stays until the next `state` or until it is closed. */
  | { readonly type: 'problem'; readonly message: string; readonly remedy?: string }
  /** Choose this (from a lens, a tree or the code). */
  | { readonly type: 'choose'; readonly tab?: Tab; readonly selection: Selection };

export interface TaskOfRun {
  readonly step: string;
  readonly task: string;
  readonly attempt?: number;
}
export interface TasksRequest {
  readonly step?: string;
  readonly states?: readonly TaskState[];
  readonly offset: number;
  readonly limit: number;
}

export type FromPage =
  | { readonly type: 'ready'; readonly state?: PageState }
  /** Tab or selection changed by the person. */
  | { readonly type: 'changed'; readonly tab: Tab; readonly selection: Selection }
  | { readonly type: 'tasks'; readonly request: TasksRequest }
  /** Follow this task's log; null stops. */
  | { readonly type: 'log'; readonly place: TaskOfRun | null }
  | { readonly type: 'artifacts'; readonly place: TaskOfRun }
  | { readonly type: 'openSource'; readonly file: string; readonly line: number }
  | { readonly type: 'copy'; readonly text: string }
  | { readonly type: 'action'; readonly action: PageAction };

export type PageAction = 'run' | 'resume' | 'cancel' | 'pin' | 'unpin';
