/** Reads a stored file line by line in constant memory, forwards from an offset, and finds where its last lines begin. */
import type { Storage } from '../storage/storage';

const CHUNK = 256 * 1024;
/** A longer line is handed out in parts: no line can exhaust memory. */
const MAX_LINE = 4 * 1024 * 1024;
const NEWLINE = 0x0a;

export interface RawLine {
  /** With its newline, if it has one. */
  readonly bytes: Uint8Array;
  /** Offset of the first byte behind it. */
  readonly end: number;
}

export class LineReader {
  readonly #storage: Storage;
  readonly #key: string;
  readonly #signal: AbortSignal | undefined;
  /** Offset behind the bytes in `#rest`. */
  #position: number;
  #rest: Uint8Array = new Uint8Array(0);

  constructor(storage: Storage, key: string, start: number, signal?: AbortSignal) {
    this.#storage = storage;
    this.#key = key;
    this.#signal = signal;
    this.#position = start;
  }

  /** The next line; an unfinished one only if `unfinishedToo`. Undefined: nothing there (yet). */
  async next(unfinishedToo: boolean): Promise<RawLine | undefined> {
    for (;;) {
      const newline = this.#rest.indexOf(NEWLINE);
      if (newline !== -1) return this.#take(newline + 1);
      if (this.#rest.length >= MAX_LINE) return this.#take(this.#rest.length);
      if (await this.#fill()) continue;
      return unfinishedToo && this.#rest.length > 0 ? this.#take(this.#rest.length) : undefined;
    }
  }

  #take(length: number): RawLine {
    const bytes = this.#rest.subarray(0, length);
    this.#rest = this.#rest.subarray(length);
    return { bytes, end: this.#position - this.#rest.length };
  }

  async #fill(): Promise<boolean> {
    const more = await this.#storage.readRange(this.#key, this.#position, CHUNK, this.#signal);
    if (more === undefined || more.length === 0) return false;
    this.#position += more.length;
    this.#rest = this.#rest.length === 0 ? more : Buffer.concat([this.#rest, more]);
    return true;
  }
}

/** Offset where the last `count` lines of a file of `size` bytes begin. */
export async function offsetOfLastLines(
  storage: Storage,
  key: string,
  size: number,
  count: number,
  signal?: AbortSignal,
): Promise<number> {
  if (count <= 0) return size;
  let found = 0;
  let end = size;
  while (end > 0) {
    const start = Math.max(0, end - CHUNK);
    const bytes = await storage.readRange(key, start, end - start, signal);
    if (bytes === undefined) return 0;
    // The newline at the very end finishes the last line, it does not begin another.
    let from = end === size ? bytes.length - 2 : bytes.length - 1;
    for (; from >= 0; from -= 1) {
      from = bytes.lastIndexOf(NEWLINE, from);
      if (from === -1) break;
      found += 1;
      if (found === count) return start + from + 1;
    }
    end = start;
  }
  return 0;
}
