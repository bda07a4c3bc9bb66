/**
 * Asks for what is in sight, once, and again when the run went on: `need` may be called at every drawing. Questions for tasks
 * go out one after another, each when the one before is answered, so that scrolling through 10,000 tasks floods nobody.
 */
import type { RunModel } from '../../runner/runs/model';
import type { FromPage, TaskOfRun, TasksRequest } from './contract';
import { placeKey } from './data';

/** Milliseconds between two questions for the same thing. */
const PAUSE = 500;
/** An answer that has not come by then will not come. */
const PATIENCE = 3_000;

export interface Requests {
  tasks(request: TasksRequest, model: RunModel): void;
  artifacts(place: TaskOfRun, version: string): void;
  /** The task whose log is wanted; undefined stops. `newest`: its last attempt, when known: a further one is another log. */
  log(place: TaskOfRun | undefined, newest?: number): void;
  /** An answer has come. */
  answered(request: TasksRequest): void;
  /** Another run: everything is asked anew. */
  forget(): void;
}

interface Asked {
  /** Differs whenever the answer may differ. */
  readonly version: string;
  readonly at: number;
}

/** @param later draws the page again after so many milliseconds */
export function createRequests(
  send: (message: FromPage) => void,
  clock: () => number,
  later: (milliseconds: number) => void,
): Requests {
  const asked = new Map<string, Asked>();
  const waiting = new Map<string, TasksRequest>();
  let open: { readonly key: string; readonly at: number } | undefined;
  let followed: string | undefined;
  let attempt: number | undefined;

  let wakesAt = 0;

  /** One alarm at a time, the earliest. */
  const wake = (wait: number) => {
    const at = clock() + wait;
    if (wakesAt > clock() && wakesAt <= at) return;
    wakesAt = at;
    later(wait);
  };
  /** True when it is time to ask. */
  const due = (key: string, version: string): boolean => {
    const before = asked.get(key);
    if (before?.version === version) return false;
    const wait = before ? before.at + PAUSE - clock() : 0;
    if (wait > 0) {
      wake(wait);
      return false;
    }
    asked.set(key, { version, at: clock() });
    return true;
  };
  const sendNext = () => {
    if (open && clock() - open.at < PATIENCE) {
      wake(open.at + PATIENCE - clock());
      return;
    }
    const [next] = waiting;
    if (!next) return;
    const [key, request] = next;
    waiting.delete(key);
    open = { key, at: clock() };
    send({ type: 'tasks', request });
  };
  return {
    tasks: (request, model) => {
      const key = JSON.stringify(request);
      if (due(key, taskVersion(request, model))) waiting.set(key, request);
      if (waiting.size > 0) sendNext();
    },
    artifacts: (place, version) => {
      if (due(`artifacts ${placeKey(place)}`, version)) send({ type: 'artifacts', place });
    },
    log: (place, newest) => {
      const key = place && placeKey(place);
      const further = newest !== undefined && (attempt ?? newest) !== newest;
      attempt = key === followed ? (newest ?? attempt) : newest;
      if (key === followed && !further) return;
      followed = key;
      send({ type: 'log', place: place ?? null });
    },
    answered: (request) => {
      if (open?.key !== JSON.stringify(request)) return;
      open = undefined;
      sendNext();
    },
    forget: () => {
      asked.clear();
      waiting.clear();
      open = undefined;
      followed = undefined;
      attempt = undefined;
    },
  };
}

function taskVersion(request: TasksRequest, model: RunModel): string {
  const steps = model.steps.filter(
    (step) => request.step === undefined || step.name === request.step,
  );
  return JSON.stringify(steps.map((step) => [step.counts, step.retries, step.expected]));
}
