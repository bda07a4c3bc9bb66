/** Writes `events.jsonl`: in order, many events at a time, and tells each to the observer once it is in the file. */
import { mkdir, open, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { unwritable } from '../datastore/storage/failures';
import { formatEventLine, type RunEvent, type RunEventBody } from '../events';

interface Entry {
  readonly event: RunEvent;
  ready: boolean;
  /** Settles when the entry is ready. */
  readonly settled: Promise<void>;
}

/** Readers keep a line of this size in memory; one write never exceeds it by more than a line. */
const CHUNK_CHARACTERS = 256 * 1024;

export class EventLog {
  readonly #file: string;
  readonly #entries: Entry[] = [];
  #handle: FileHandle | undefined;
  #writing: Promise<void> | undefined;
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
      this.#write();
    };
    const settled = after === undefined ? Promise.resolve() : after.then(settle, settle);
    const event: RunEvent = { v: 1, t: at, ...body };
    const entry: Entry = { event, ready: after === undefined, settled };
    this.#entries.push(entry);
    this.#write();
  }

  /** Settles when everything that was appended is in the file (or can't be). */
  async flush(): Promise<void> {
    while (this.#entries.length > 0 || this.#writing) {
      await (this.#writing ?? this.#entries[0]?.settled);
    }
  }

  async close(): Promise<void> {
    await this.flush();
    const handle = this.#handle;
    this.#handle = undefined;
    await handle?.close();
  }

  #write(): void {
    this.#writing ??= this.#writeReady().finally(() => {
      this.#writing = undefined;
      if (this.#entries[0]?.ready) this.#write();
    });
  }

  async #writeReady(): Promise<void> {
    // What else happens in this turn of the event loop goes into the same write.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#entries[0]?.ready) {
      const { events, text } = this.#takeReady();
      await this.#toFile(text);
      for (const event of events) this.#tell(event);
    }
  }

  #takeReady(): { events: RunEvent[]; text: string } {
    const events: RunEvent[] = [];
    let text = '';
    while (this.#entries[events.length]?.ready && text.length < CHUNK_CHARACTERS) {
      const event = this.#entries[events.length]?.event;
      if (!event) break;
      events.push(event);
      text += formatEventLine(event);
    }
    this.#entries.splice(0, events.length);
    return { events, text };
  }

  async #toFile(text: string): Promise<void> {
    if (this.#failed) return;
    try {
      this.#handle ??= await openNew(this.#file);
      await this.#handle.appendFile(text);
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

async function openNew(file: string): Promise<FileHandle> {
  await mkdir(path.dirname(file), { recursive: true });
  return open(file, 'a');
}
