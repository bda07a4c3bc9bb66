/** Which runs can be read in the background without anybody noticing. */
import type { Datastore } from '../datastore/datastore';
import { runFile, stepFolder } from '../datastore/layout';
import { RUN_FILES } from '../datastore/runFiles';
import type { RunRef } from './model';

/** A log of ten thousand tasks is about this large. */
const MOST_BYTES = 8 << 20;
/** Of a run without a log every task is several files to read. */
const MOST_TASKS = 200;

/** Whether its log is of a size that takes no time, or its tasks are few where it has none. */
export async function isShort(
  ds: Datastore,
  { flow, run }: RunRef,
  signal?: AbortSignal,
): Promise<boolean> {
  const log = await ds.storage.stat(runFile(flow, run, RUN_FILES.events), signal);
  if (log) return log.size <= MOST_BYTES;
  let tasks = 0;
  for (const step of await ds.metadata.steps(flow, run, signal)) {
    const { folders } = await ds.storage.list(stepFolder(flow, run, step), signal);
    tasks += folders.length;
    if (tasks > MOST_TASKS) return false;
  }
  return true;
}
