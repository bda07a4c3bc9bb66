/** Appends a task's output to its log file as it comes. */
import { randomUUID } from 'node:crypto';
import { mkdir, open, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { FlowdeckError } from '../../errors';
import type { Datastore } from '../datastore';
import { runtimeLog, type LogStream, type TaskPath } from '../layout';
import { isErrno, unwritable } from '../storage/failures';
import { LineDecorator } from './decorate';

export interface LogWriterOptions {
  readonly maxBytes?: number;
  /** Epoch milliseconds. */
  readonly clock?: () => number;
}

/**
 * Owns one `A.runtime_<stream>.log`; the file appears with the first byte. Calls may overlap: they are carried out in order.
 * Whoever makes a writer closes it.
 */
export class LogWriter {
  readonly #file: string;
  readonly #clock: () => number;
  readonly #decorator: LineDecorator;
  #handle: FileHandle | undefined;
  #queue: Promise<void> = Promise.resolve();

  /** @param file absolute path. */
  constructor(file: string, options: LogWriterOptions = {}) {
    this.#file = file;
    this.#clock = options.clock ?? Date.now;
    const limit = options.maxBytes === undefined ? {} : { maxBytes: options.maxBytes };
    this.#decorator = new LineDecorator({ source: 'runtime', id: randomUUID(), ...limit });
  }

  /** The limit is reached: output need not be read any more. */
  get full(): boolean {
    return this.#decorator.full;
  }

  /** The bytes must not change until the promise settles. @throws FlowdeckError `storage-unwritable`. */
  write(bytes: Uint8Array): Promise<void> {
    return this.#inOrder(async () => {
      for (const piece of this.#decorator.decorate(bytes, this.#micros()))
        await this.#append(piece);
    });
  }

  /** A line of the runner's own (`Task failed.`), on a line of its own. @throws FlowdeckError `storage-unwritable`. */
  writeLine(message: string): Promise<void> {
    return this.#inOrder(() => this.#append(this.#decorator.line(message, this.#micros())));
  }

  close(): Promise<void> {
    return this.#inOrder(async () => {
      const handle = this.#handle;
      this.#handle = undefined;
      await handle?.close();
    });
  }

  #micros(): number {
    return this.#clock() * 1000;
  }

  #inOrder(work: () => Promise<void>): Promise<void> {
    const result = this.#queue.then(work);
    this.#queue = result.catch(() => undefined);
    return result;
  }

  async #append(bytes: Uint8Array): Promise<void> {
    try {
      this.#handle ??= await openForAppending(this.#file);
      await this.#handle.appendFile(bytes);
    } catch (error) {
      throw unwritable(this.#file, error);
    }
  }
}

/** @throws FlowdeckError `log-remote` when the datastore is not on this machine: there the task itself writes its log. */
export function openLogWriter(
  ds: Datastore,
  place: TaskPath,
  attempt: number,
  stream: LogStream,
  options?: LogWriterOptions,
): LogWriter {
  const file = ds.storage.localPath(runtimeLog(place, attempt, stream));
  if (file !== undefined) return new LogWriter(file, options);
  throw new FlowdeckError({
    code: 'log-remote',
    message: `Logs can't be appended to in ${ds.root}`,
    remedy: 'Run with a local datastore.',
  });
}

async function openForAppending(file: string): Promise<FileHandle> {
  try {
    return await open(file, 'a');
  } catch (error) {
    if (!isErrno(error, 'ENOENT')) throw error;
    await mkdir(path.dirname(file), { recursive: true });
    return await open(file, 'a');
  }
}
