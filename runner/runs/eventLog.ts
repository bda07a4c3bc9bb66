/** Reads an event log as it grows: only what is new, only whole lines. */
import { runFile } from '../datastore/layout';
import { RUN_FILES } from '../datastore/runFiles';
import type { Storage } from '../datastore/storage/storage';
import { parseEventLine, type RunEvent } from '../events';
import type { RunRef } from './model';

/** Bytes that are read at once. */
const PIECE = 1 << 20;
const NEWLINE = 10;

export interface LogReading {
  readonly events: readonly RunEvent[];
  /** The log is shorter than what was read of it before: it was replaced, start again. */
  readonly replaced: boolean;
}

export class EventLogReader {
  readonly #key: string;
  /** Behind the last whole line. */
  #offset = 0;
  readonly #decoder = new TextDecoder();

  constructor(
    private readonly storage: Storage,
    ref: RunRef,
  ) {
    this.#key = runFile(ref.flow, ref.run, RUN_FILES.events);
  }

  /** What came since the last call; undefined when there is no log. */
  async read(signal?: AbortSignal): Promise<LogReading | undefined> {
    const found = await this.storage.stat(this.#key, signal);
    if (!found) return undefined;
    if (found.size < this.#offset) {
      this.#offset = 0;
      return { events: [], replaced: true };
    }
    const events: RunEvent[] = [];
    let size = PIECE;
    while (this.#offset < found.size) {
      const piece = await this.storage.readRange(this.#key, this.#offset, size, signal);
      if (!piece || piece.length === 0) break;
      const end = piece.lastIndexOf(NEWLINE) + 1;
      if (end === 0) {
        // A line that is longer than the piece, or a torn last one.
        if (piece.length < size) break;
        size *= 2;
        continue;
      }
      for (const line of this.#decoder.decode(piece.subarray(0, end)).split('\n')) {
        const event = line === '' ? undefined : parseEventLine(line);
        if (event) events.push(event);
      }
      this.#offset += end;
      size = PIECE;
    }
    return { events, replaced: false };
  }
}
