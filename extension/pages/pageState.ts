/** What a Run page shows, and how that changes. Pure. */
import { TABS, type PageState, type Selection, type Tab } from '../../webviews/run/contract';
import type { RunRef } from '../../runner/service/protocol';
import { sameRun } from '../runList';

export type PageChange =
  /** The person asked for this run, or for the flow itself. */
  | { readonly type: 'opened'; readonly run?: RunRef; readonly uri?: string }
  /** The flow's newest run is this one. */
  | { readonly type: 'latest'; readonly run: RunRef }
  | { readonly type: 'pinned'; readonly pinned: boolean }
  | { readonly type: 'chosen'; readonly tab: Tab; readonly selection: Selection };

export function newPage(flow: string, uri?: string, run?: RunRef): PageState {
  return {
    flow,
    ...(uri === undefined ? {} : { uri }),
    ...(run === undefined ? {} : { run }),
    pinned: false,
    tab: 'graph',
    selection: {},
  };
}

/** The state after a change; the same object when nothing is different. */
export function changePage(state: PageState, change: PageChange): PageState {
  switch (change.type) {
    case 'opened':
      return showRun(change.uri === undefined ? state : { ...state, uri: change.uri }, change.run);
    case 'latest':
      return state.pinned ? state : showRun(state, change.run);
    case 'pinned':
      return state.pinned === change.pinned ? state : { ...state, pinned: change.pinned };
    case 'chosen':
      return { ...state, tab: change.tab, selection: change.selection };
  }
}

/** Another run keeps the chosen step, since its graph is the same or nearly so; its tasks are others. */
function showRun(state: PageState, run: RunRef | undefined): PageState {
  if (run === undefined || sameRun(state.run, run)) return state;
  const { step } = state.selection;
  return { ...state, run, selection: step === undefined ? {} : { step } };
}

/** What a page kept over a reload; undefined for anything else. */
export function readPageState(value: unknown): PageState | undefined {
  if (!isRecord(value) || typeof value['flow'] !== 'string') return undefined;
  const { uri, run, pinned, tab, selection } = value;
  return {
    ...newPage(
      value['flow'],
      typeof uri === 'string' ? uri : undefined,
      isRunRef(run) ? run : undefined,
    ),
    pinned: pinned === true,
    tab: TABS.find((known) => known === tab) ?? 'graph',
    selection: readSelection(selection),
  };
}

function readSelection(value: unknown): Selection {
  if (!isRecord(value)) return {};
  const { step, task, attempt } = value;
  return {
    ...(typeof step === 'string' ? { step } : {}),
    ...(typeof task === 'string' ? { task } : {}),
    ...(typeof attempt === 'number' ? { attempt } : {}),
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

export function isRunRef(value: unknown): value is RunRef {
  return (
    isRecord(value) &&
    typeof value['root'] === 'string' &&
    typeof value['flow'] === 'string' &&
    typeof value['run'] === 'string'
  );
}
