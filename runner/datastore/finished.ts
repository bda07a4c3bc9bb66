/** The tasks of a run that ended well: what a resumed run takes over. Only data count, as with Metaflow: no metadata. */
import { storedArtifacts, type StoredArtifact, type TaskRecord } from './attempts';
import { readSmallBlob } from './cas';
import type { Datastore } from './datastore';
import { parseJsonObject } from './jsonFiles';
import * as layout from './layout';
import { outcomeOf, taskOutcome, type TaskOutcome } from './outcome';
import { readPickle, type PyValue } from './pickle';
import { listSmall, readSmall } from './smallFiles';

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
  options: { readonly steps?: readonly string[] } = {},
): Promise<readonly FinishedTask[]> {
  const { steps } = options;
  const names = await listSmall(ds.storage, `${flow}/${run}`);
  const wanted = names.filter(
    (name) => layout.isStepFolder(name) && (steps === undefined || steps.includes(name)),
  );
  const read = cachedReader(ds, flow);
  const found: FinishedTask[] = [];
  for (const step of wanted) {
    const tasks = await listSmall(ds.storage, layout.stepFolder(flow, run, step));
    for (const task of tasks.filter((name) => layout.isTaskFolder(name))) {
      const record = await readDoneRecord(ds, { flow, run, step, task });
      if (!record) continue;
      const outcome = await outcomeOf(record, read);
      const { state } = outcome;
      if (state === 'succeeded' || state === 'caught')
        found.push({ ...outcome, state, step, task });
    }
  }
  return found;
}

/** Of the newest attempt; undefined unless that is complete. */
async function readDoneRecord(
  ds: Datastore,
  place: layout.TaskPath,
): Promise<Pick<TaskRecord, 'attempt' | 'objects'> | undefined> {
  const { attempt: began, done, data } = layout.ATTEMPT_FILES;
  const names = new Set(await listSmall(ds.storage, layout.taskFolder(place)));
  const attempts = Array.from({ length: layout.MAX_ATTEMPTS }, (_, attempt) => attempt);
  const attempt = attempts.findLast((one) => names.has(`${one}.${began}`));
  if (attempt === undefined || !names.has(`${attempt}.${done}`)) return undefined;
  const bytes = await readSmall(ds.storage, layout.taskFile(place, attempt, data));
  const record = bytes && parseJsonObject(decoder.decode(bytes));
  return record && { attempt, objects: storedArtifacts(record) };
}

const decoder = new TextDecoder();

/** Different in every task: to keep these would only fill the memory. */
const UNLIKE: ReadonlySet<string> = new Set(['_foreach_stack', '_exception', '_catch_exception']);

/** What the tasks of a run have in common is read once. */
function cachedReader(
  ds: Datastore,
  flow: string,
): (stored: StoredArtifact, name: string) => Promise<PyValue> {
  const values = new Map<string, Promise<PyValue>>();
  const read = async (key: string): Promise<PyValue> =>
    readPickle(await readSmallBlob(ds.storage, flow, key));
  return ({ key }, name) => {
    if (UNLIKE.has(name)) return read(key);
    const known = values.get(key) ?? read(key);
    values.set(key, known);
    return known;
  };
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
