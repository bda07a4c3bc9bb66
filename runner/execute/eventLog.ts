/**
 * Writes `events.jsonl`: in order, what happens in one turn of the event loop together, and tells each event to the
 * observer once it is in the file. The writes are synchronous: a short append costs less than a trip to another thread.
 */
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import { unwritable } from '../datastore/storage/failures';
import { formatEventLine, type RunEvent, type RunEventBody } from '../events';

interface Entry {
  readonly event: RunEvent;
  ready: boolean;
  /** Settles when the entry is ready. */
  readonly settled: Promise<void>;
}

export class EventLog {
  readonly #file: string;
  #entries: Entry[] = [];
  #descriptor: number | undefined;
  #scheduled: NodeJS.Immediate | undefined;
  #listener: ((event: RunEvent) => void) | undefined;
  #untold: RunEvent[] = [];
  #failed = false;

  /**
   * @param file absolute path; made with the first event
   * @param onFailure called once when the log cannot be written. Events are still told: the log may be lost, the run not.
   */
  constructor(
    file: string,
    private readonly onFailure: (error: unknown) => void,
  ) {
    this.#file = file;
  }

  /** One listener; it is told what happened before, too. */
  listen(listener: (event: RunEvent) => void): void {
    this.#listener = listener;
    for (const event of this.#untold.splice(0)) listener(event);
  }

  /**
   * @param at epoch milliseconds
   * @param after the event, and those that follow, are held back until then (the end of a task comes after its output)
   */
  append(body: RunEventBody, at: number = Date.now(), after?: Promise<unknown>): void {
    const settle = (): void => {
      entry.ready = true;
      this.#schedule();
    };
    const settled = after === undefined ? Promise.resolve() : after.then(settle, settle);
    const event: RunEvent = { v: 1, t: at, ...body };
    const entry: Entry = { event, ready: after === undefined, settled };
    this.#entries.push(entry);
    this.#schedule();
  }

  /** Settles when everything that was appended is in the file (or can't be). */
  async flush(): Promise<void> {
    for (;;) {
      this.#writeReady();
      const [first] = this.#entries;
      if (!first) return;
      await first.settled;
    }
  }

  async close(): Promise<void> {
    await this.flush();
    if (this.#scheduled) clearImmediate(this.#scheduled);
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }

  #schedule(): void {
    this.#scheduled ??= setImmediate(() => {
      this.#scheduled = undefined;
      this.#writeReady();
    });
  }

  #writeReady(): void {
    const waiting = this.#entries.findIndex((entry) => !entry.ready);
    const ready = this.#entries.slice(0, waiting < 0 ? this.#entries.length : waiting);
    if (ready.length === 0) return;
    this.#entries = this.#entries.slice(ready.length);
    this.#toFile(ready.map(({ event }) => formatEventLine(event)).join(''));
    for (const { event } of ready) this.#tell(event);
  }

  #toFile(text: string): void {
    if (this.#failed) return;
    try {
      this.#descriptor ??= openForAppending(this.#file);
      writeFully(this.#descriptor, Buffer.from(text));
    } catch (error) {
      this.#failed = true;
      this.onFailure(unwritable(this.#file, error));
    }
  }

  #tell(event: RunEvent): void {
    if (this.#listener) this.#listener(event);
    else this.#untold.push(event);
  }
}

function openForAppending(file: string): number {
  mkdirSync(path.dirname(file), { recursive: true });
  return openSync(file, 'a');
}

/** A disk that fills up takes a part first and refuses the rest. */
function writeFully(descriptor: number, bytes: Uint8Array): void {
  for (let from = 0; from < bytes.length;) from += writeSync(descriptor, bytes, from);
}
