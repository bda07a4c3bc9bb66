/** Keeps `process.json`: who runs this run, and that it still does. */
import type { Datastore } from '../datastore/datastore';
import { writeProcessFile } from '../datastore/runRecord';
import { describeThisProcess, HEARTBEAT_INTERVAL } from '../runs/process';
import type { RunRef } from '../runs/model';

/** Writes the first one before it returns. @throws FlowdeckError `storage-unwritable`. */
export async function startHeartbeat(ds: Datastore, ref: RunRef): Promise<Disposable> {
  const owner = await describeThisProcess();
  await writeProcessFile(ds, ref, owner);
  const timer = setInterval(() => {
    // A beat that fails is made up for by the next; on this machine the pid tells, too.
    writeProcessFile(ds, ref, { ...owner, heartbeat: Date.now() }).catch(() => undefined);
  }, HEARTBEAT_INTERVAL);
  timer.unref();
  return { [Symbol.dispose]: () => clearInterval(timer) };
}
