/**
 * Asks for what is in sight, once, and again when the run went on: `need` may be called at every drawing. The extension also
 * sends answers by itself when a page changes; asking again covers what it no longer follows.
 */
import type { RunModel } from '../../runner/runs/model';
import type { FromPage, TaskOfRun, TasksRequest } from './contract';
import { placeKey } from './data';

/** Between two questions for the same tasks. */
const PAUSE = 500;

export interface Requests {
  tasks(request: TasksRequest, model: RunModel): void;
  artifacts(place: TaskOfRun, version: string): void;
  /** The task whose log is wanted; undefined stops. `newest`: its last attempt, when known: a further one is another log. */
  log(place: TaskOfRun | undefined, newest?: number): void;
  /** Another run: everything is asked anew. */
  forget(): void;
}

/** @param later runs a function after so many milliseconds; then the page draws again */
export function createRequests(
  send: (message: FromPage) => void,
  clock: () => number,
  later: (milliseconds: number) => void,
): Requests {
  const asked = new Map<string, { version: string; at: number }>();
  let followed: string | undefined;
  let attempt: number | undefined;

  const ask = (
    message: FromPage & { type: 'tasks' | 'artifacts' },
    key: string,
    version: string,
  ) => {
    const before = asked.get(key);
    if (before?.version === version) return;
    const wait = before ? before.at + PAUSE - clock() : 0;
    if (wait > 0) {
      later(wait);
      return;
    }
    asked.set(key, { version, at: clock() });
    send(message);
  };
  return {
    tasks: (request, model) =>
      ask({ type: 'tasks', request }, JSON.stringify(request), taskVersion(request, model)),
    artifacts: (place, version) =>
      ask({ type: 'artifacts', place }, `artifacts ${placeKey(place)}`, version),
    log: (place, newest) => {
      const key = place && placeKey(place);
      const further = newest !== undefined && (attempt ?? newest) !== newest;
      attempt = key === followed ? (newest ?? attempt) : newest;
      if (key === followed && !further) return;
      followed = key;
      send({ type: 'log', place: place ?? null });
    },
    forget: () => {
      asked.clear();
      followed = undefined;
    },
  };
}

/** Differs whenever an answer may differ. */
function taskVersion(request: TasksRequest, model: RunModel): string {
  const steps = model.steps.filter(
    (step) => request.step === undefined || step.name === request.step,
  );
  return JSON.stringify(steps.map((step) => [step.counts, step.retries, step.expected]));
}
