/** All that the page knows, changed only by `receive` (what the extension says) and `choose` (what the person does). Pure. */
import type { FlowDescription } from '../../runner/flow/description';
import type { Finding } from '../../runner/flow/findings';
import type { ArtifactRow, RunModel, RunRef } from '../../runner/runs/model';
import type { PageState, Selection, Tab, TaskOfRun, ToPage } from './contract';
import { addTasks, noTasks, type TaskPages } from './taskPages';

export interface Problem {
  readonly message: string;
  readonly remedy?: string;
}

export interface PageData {
  /** Absent until the extension has answered. */
  readonly state: PageState | undefined;
  readonly canRun: boolean;
  /** False until told, so that nothing false is said meanwhile. */
  readonly heardOfFlow: boolean;
  readonly heardOfRun: boolean;
  readonly description: FlowDescription | undefined;
  readonly findings: readonly Finding[];
  readonly model: RunModel | undefined;
  /** Milliseconds that the run before took. */
  readonly previousDuration: number | undefined;
  readonly tasks: TaskPages;
  /** By `placeKey`. */
  readonly artifacts: ReadonlyMap<string, readonly ArtifactRow[]>;
  readonly problem: Problem | undefined;
}

export const initialData: PageData = {
  state: undefined,
  canRun: false,
  heardOfFlow: false,
  heardOfRun: false,
  description: undefined,
  findings: [],
  model: undefined,
  previousDuration: undefined,
  tasks: noTasks,
  artifacts: new Map(),
  problem: undefined,
};

/** The data after a message. Log lines are not here: `logWindow.ts` keeps them, bounded. */
export function receive(data: PageData, message: ToPage): PageData {
  switch (message.type) {
    case 'state': {
      const next = { ...data, state: message.state, canRun: message.canRun, problem: undefined };
      const other = data.model && message.state.run && !sameRun(data.model.ref, message.state.run);
      return other ? forgetRun(next) : next;
    }
    case 'flow':
      return {
        ...data,
        heardOfFlow: true,
        description: message.description,
        findings: message.findings,
      };
    case 'run': {
      // The first model of the run that the page was opened for is not another run.
      const known = data.model?.ref ?? data.state?.run;
      const other = known !== undefined && !sameRun(known, message.model?.ref);
      return {
        ...(other ? forgetRun(data) : data),
        heardOfRun: true,
        model: message.model ?? undefined,
        previousDuration: message.previous?.duration,
      };
    }
    case 'tasks':
      return {
        ...data,
        tasks: addTasks(data.tasks, message.request, message.tasks, message.total),
      };
    case 'artifacts': {
      const artifacts = new Map(data.artifacts);
      artifacts.set(placeKey(message.place), message.artifacts);
      return { ...data, artifacts };
    }
    case 'problem': {
      const { message: text, remedy } = message;
      return { ...data, problem: { message: text, ...(remedy === undefined ? {} : { remedy }) } };
    }
    case 'choose':
      return choose(data, message.selection, message.tab);
    case 'log':
      return data;
  }
}

/** What belongs to one run is dropped when another is shown; the selected step stays. */
function forgetRun(data: PageData): PageData {
  const step = data.state?.selection.step;
  return {
    ...data,
    heardOfRun: false,
    model: undefined,
    previousDuration: undefined,
    tasks: noTasks,
    artifacts: new Map(),
    state: data.state && { ...data.state, selection: step === undefined ? {} : { step } },
  };
}

export function choose(data: PageData, selection: Selection, tab?: Tab): PageData {
  if (!data.state) return data;
  return { ...data, state: { ...data.state, selection, tab: tab ?? data.state.tab } };
}

/** The page is of a run that it has not heard of yet: too early to say that there is none. */
export function awaitsRun(data: PageData): boolean {
  return data.state?.run !== undefined && !data.heardOfRun;
}

export function closeProblem(data: PageData): PageData {
  return { ...data, problem: undefined };
}

export function sameRun(one: RunRef | undefined, other: RunRef | undefined): boolean {
  return one?.root === other?.root && one?.flow === other?.flow && one?.run === other?.run;
}

export function placeKey(place: TaskOfRun): string {
  return [place.step, place.task, place.attempt ?? 'newest'].join('/');
}

/** The description to name things by: the run's own, else the code's. */
export function flowShown(data: PageData): FlowDescription | undefined {
  return data.model?.description ?? data.description;
}
