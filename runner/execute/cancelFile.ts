/**
 * Notices that somebody asks the run to stop, from another window or shell: a file in the run's folder. A folder that is
 * gone asks too: nobody will see what the run still does.
 */
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Datastore } from '../datastore/datastore';
import { runFile } from '../datastore/layout';
import { RUN_FILES } from '../datastore/runFiles';
import { readCancel, type CancelRequest } from '../datastore/runRecord';
import type { RunRef } from '../runs/model';

/** Looked for by name: watching the folder would wake the run at every event that it writes itself. */
const INTERVAL_MS = 250;

/** Calls back when a request appears, and again when `now` follows `stop`. */
export function watchCancelFile(
  ds: Datastore,
  ref: RunRef,
  onRequest: (request: CancelRequest) => void,
): Disposable {
  const file = ds.storage.localPath(runFile(ref.flow, ref.run, RUN_FILES.cancel));
  let seen: number | undefined;
  const look = (): void => {
    if (file !== undefined && !existsSync(path.dirname(file))) {
      onRequest('now');
      return;
    }
    const found = file && statSync(file, { throwIfNoEntry: false });
    if (!found || found.mtimeMs === seen) return;
    seen = found.mtimeMs;
    readCancel(ds, ref).then(
      (request) => request && onRequest(request),
      // It is there, so it asks, whatever it says.
      () => onRequest('stop'),
    );
  };
  const timer = setInterval(look, INTERVAL_MS);
  timer.unref();
  return { [Symbol.dispose]: () => clearInterval(timer) };
}
