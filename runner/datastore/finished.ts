/** The tasks of a run that ended well: what a resumed run takes over. Only data count, as with Metaflow: no metadata. */
import { mapBounded } from './concurrency';
import type { Datastore } from './datastore';
import * as layout from './layout';
import { taskOutcome, type TaskOutcome, type ValueCache } from './outcome';

/** A task whose newest attempt is complete, and may be continued from. */
export interface FinishedTask extends TaskOutcome {
  readonly state: 'succeeded' | 'caught';
  readonly step: string;
  readonly task: string;
}

/**
 * Without `_parameters`, in no particular order.
 * @param steps names of steps to look at; absent: all.
 * @throws FlowdeckError `blob-missing`, `blob-damaged`, `pickle-damaged` when the state of a task is damaged.
 */
export async function readFinishedTasks(
  ds: Datastore,
  flow: string,
  run: string,
  options: { readonly steps?: readonly string[]; readonly signal?: AbortSignal } = {},
): Promise<readonly FinishedTask[]> {
  const { steps, signal } = options;
  const cache: ValueCache = new Map();
  const { folders } = await ds.storage.list(`${flow}/${run}`, signal);
  const wanted = folders.filter(
    (name) => layout.isStepFolder(name) && (steps === undefined || steps.includes(name)),
  );
  const found: FinishedTask[] = [];
  for (const step of wanted) {
    const tasks = await ds.storage.list(layout.stepFolder(flow, run, step), signal);
    await mapBounded(
      tasks.folders.filter((name) => layout.isTaskFolder(name)),
      async (task) => {
        const place = { flow, run, step, task };
        const outcome = await taskOutcome(ds, place, undefined, signal, cache);
        if (!outcome) return;
        const { state } = outcome;
        if (state === 'succeeded' || state === 'caught')
          found.push({ ...outcome, state, step, task });
      },
      signal,
    );
  }
  return found;
}

/** The task that holds a run's parameters; undefined when the run never came so far. */
export async function readParametersTask(
  ds: Datastore,
  flow: string,
  run: string,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const step = layout.PARAMETERS_STEP;
  const { folders } = await ds.storage.list(layout.stepFolder(flow, run, step), signal);
  for (const task of folders.filter((name) => layout.isTaskFolder(name)).sort()) {
    const place = { flow, run, step, task };
    const outcome = await taskOutcome(ds, place, undefined, signal);
    if (outcome && outcome.state !== 'failed' && outcome.state !== 'unfinished') return task;
  }
  return undefined;
}
