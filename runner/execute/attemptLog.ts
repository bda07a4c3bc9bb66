/**
 * Follows the two files that receive an attempt's output and appends it to the stored log, while the attempt runs and
 * once more at its end.
 */
import { statSync, unlinkSync } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Datastore } from '../datastore/datastore';
import type { LogStream, TaskPath } from '../datastore/layout';
import { openLogWriter, type LogWriter } from '../datastore/logs';

/** Read at a time: bounds memory when a task floods its log. */
const CHUNK_BYTES = 1024 * 1024;

export interface SpoolFiles {
  readonly stdout: string;
  readonly stderr: string;
  /** Bytes kept of each stream. */
  readonly maxLogSize: number;
}

export class AttemptLog {
  readonly #streams: readonly StreamLog[];
  readonly #stderr: StreamLog;
  #work: Promise<void> = Promise.resolve();

  constructor(ds: Datastore, place: TaskPath, attempt: number, files: SpoolFiles) {
    const follow = (stream: LogStream): StreamLog =>
      new StreamLog(files[stream], () =>
        openLogWriter(ds, place, attempt, stream, { maxBytes: files.maxLogSize }),
      );
    this.#stderr = follow('stderr');
    this.#streams = [follow('stdout'), this.#stderr];
  }

  /** Appends what has come since. Does nothing when nothing has. @throws FlowdeckError `storage-unwritable`. */
  follow(): Promise<void> | undefined {
    if (!this.#streams.some((stream) => stream.hasGrown())) return undefined;
    return this.#inOrder(() => this.#drain());
  }

  /**
   * Everything that is left; then the files are removed. A task that printed nothing is done at once (undefined).
   *
   * @param lastLine of the runner's own, to stderr
   * @throws FlowdeckError `storage-unwritable`.
   */
  end(lastLine?: string): Promise<void> | undefined {
    if (lastLine === undefined && this.#streams.every((stream) => stream.isUntouched())) {
      for (const stream of this.#streams) stream.removeFile();
      return undefined;
    }
    return this.#inOrder(async () => {
      try {
        await this.#drain();
        if (lastLine !== undefined) await this.#stderr.writer().writeLine(lastLine);
      } finally {
        await Promise.all(this.#streams.map((stream) => stream.close()));
      }
    });
  }

  async #drain(): Promise<void> {
    await Promise.all(this.#streams.map((stream) => stream.drain()));
  }

  #inOrder(work: () => Promise<void>): Promise<void> {
    const result = this.#work.then(work);
    this.#work = result.catch(() => undefined);
    return result;
  }
}

class StreamLog {
  #offset = 0;
  #writer: LogWriter | undefined;

  constructor(
    private readonly file: string,
    private readonly open: () => LogWriter,
  ) {}

  writer(): LogWriter {
    this.#writer ??= this.open();
    return this.#writer;
  }

  hasGrown(): boolean {
    return !this.#writer?.full && this.#size() > this.#offset;
  }

  /** Nothing was written to it so far. */
  isUntouched(): boolean {
    return this.#writer === undefined && this.#size() === 0;
  }

  async drain(): Promise<void> {
    if (!this.hasGrown()) return;
    const writer = this.writer();
    const handle = await open(this.file, 'r');
    try {
      const buffer = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, this.#size() - this.#offset));
      while (!writer.full) {
        const { bytesRead } = await handle.read(buffer, 0, buffer.length, this.#offset);
        if (bytesRead === 0) break;
        this.#offset += bytesRead;
        await writer.write(buffer.subarray(0, bytesRead));
      }
    } finally {
      await handle.close();
    }
  }

  async close(): Promise<void> {
    await this.#writer?.close();
    this.removeFile();
  }

  /** What can't be removed now goes with its folder when the run ends. */
  removeFile(): void {
    try {
      unlinkSync(this.file);
    } catch {
      return;
    }
  }

  /** Synchronous, as a call for each running task ten times a second is cheaper than a trip to another thread. */
  #size(): number {
    try {
      return statSync(this.file, { throwIfNoEntry: false })?.size ?? 0;
    } catch {
      // Reading it tells the reason, if there is anything to read.
      return 0;
    }
  }
}
