/** Keeps `run.json`: one writer, one write at a time, always the newest state. */
import type { Datastore } from '../datastore/datastore';
import type { RunFile } from '../datastore/runFiles';
import { writeRunFile } from '../datastore/runRecord';

export class RunRecordFile {
  #record: RunFile;
  #work: Promise<void> = Promise.resolve();

  constructor(
    private readonly ds: Datastore,
    record: RunFile,
  ) {
    this.#record = record;
  }

  /** Takes changes over without writing them: the next write carries them. */
  amend(changes: Partial<RunFile>): void {
    this.#record = { ...this.#record, ...changes };
  }

  /** @throws FlowdeckError `storage-unwritable`. */
  write(changes: Partial<RunFile> = {}): Promise<void> {
    this.amend(changes);
    const result = this.#work.then(() => writeRunFile(this.ds, this.#record));
    this.#work = result.catch(() => undefined);
    return result;
  }
}
