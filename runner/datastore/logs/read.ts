/** An attempt's log, page by page: its files merged by time, in memory bounded by the page. */
import type { LogLine, LogPage } from '../../service/protocol';
import type { Datastore } from '../datastore';
import { oldLog, runtimeLog, taskLog, type LogStream, type TaskPath } from '../layout';
import type { Storage } from '../storage/storage';
import { formatCursor, parseCursor } from './cursor';
import { parseLogLine } from './line';
import { LineReader, offsetOfLastLines, type RawLine } from './lineReader';

export interface ReadLogOptions {
  readonly attempt: number;
  /** Where the last page ended. */
  readonly cursor?: string | undefined;
  /** Without a cursor: only so many lines from the end. */
  readonly tail?: number | undefined;
  /** Lines of a page. */
  readonly limit: number;
  /** The attempt has ended: its last line counts even without a newline, and what is read is all there will be. */
  readonly ended: boolean;
  readonly signal?: AbortSignal | undefined;
}

interface LogFile {
  readonly key: string;
  readonly stream: LogStream;
}

/** Equal times are shown in this order. A cursor has one offset for each. */
function filesOf(place: TaskPath, attempt: number): readonly LogFile[] {
  const streams = ['stdout', 'stderr'] as const;
  return [taskLog, runtimeLog, oldLog].flatMap((keyOf) =>
    streams.map((stream) => ({ key: keyOf(place, attempt, stream), stream })),
  );
}

/** @throws FlowdeckError `storage-unreadable`, `cursor-invalid`. */
export async function readLog(
  ds: Datastore,
  place: TaskPath,
  options: ReadLogOptions,
): Promise<LogPage> {
  const files = filesOf(place, options.attempt);
  const { offsets, skipped } = await startingPoint(ds.storage, files, options);
  const sources = files.map(
    (file, index) => new Source(ds.storage, file, offsets[index] ?? 0, options),
  );
  const tailing = options.cursor === undefined && options.tail !== undefined;
  const lines = new Window(tailing ? Math.min(options.tail, options.limit) : undefined);
  let more = true;
  while (lines.length < options.limit || tailing) {
    const source = await earliest(sources);
    if (source === undefined) {
      more = false;
      break;
    }
    lines.add(source.take());
  }
  return {
    lines: lines.take(),
    cursor: formatCursor(sources.map((source) => source.offset)),
    ended: options.ended && !more,
    skipped: skipped || lines.dropped,
  };
}

/** Size in bytes of what is stored of a stream, headers included. */
export async function logSize(
  ds: Datastore,
  place: TaskPath,
  attempt: number,
  stream: LogStream,
  signal?: AbortSignal,
): Promise<number> {
  const files = filesOf(place, attempt).filter((file) => file.stream === stream);
  const found = await Promise.all(files.map((file) => ds.storage.stat(file.key, signal)));
  return found.reduce((sum, file) => sum + (file?.size ?? 0), 0);
}

async function startingPoint(
  storage: Storage,
  files: readonly LogFile[],
  { cursor, tail, limit, signal }: ReadLogOptions,
): Promise<{ readonly offsets: readonly number[]; readonly skipped: boolean }> {
  if (cursor !== undefined) return { offsets: parseCursor(cursor, files.length), skipped: false };
  if (tail === undefined) return { offsets: files.map(() => 0), skipped: false };
  const count = Math.min(tail, limit);
  const offsets = await Promise.all(
    files.map(async ({ key }) => {
      const found = await storage.stat(key, signal);
      return found === undefined ? 0 : offsetOfLastLines(storage, key, found.size, count, signal);
    }),
  );
  return { offsets, skipped: offsets.some((offset) => offset > 0) };
}

/** The source whose next line is the oldest. */
async function earliest(sources: readonly Source[]): Promise<Source | undefined> {
  let best: Source | undefined;
  for (const source of sources) {
    await source.look();
    if (source.at !== undefined && (best?.at === undefined || source.at < best.at)) best = source;
  }
  return best;
}

/** One file of the merge, with its next line at hand. */
class Source {
  readonly #stream: LogStream;
  readonly #reader: LineReader;
  readonly #unfinishedToo: boolean;
  #next: { readonly raw: RawLine; readonly at: number; readonly text: string } | undefined;
  #exhausted = false;
  /** Lines without a time of their own stay behind the line that they follow. */
  #lastTime = 0;
  /** Behind the last line that was taken. */
  offset: number;

  constructor(storage: Storage, file: LogFile, offset: number, options: ReadLogOptions) {
    this.#stream = file.stream;
    this.#reader = new LineReader(storage, file.key, offset, options.signal);
    this.#unfinishedToo = options.ended;
    this.offset = offset;
  }

  /** Epoch microseconds of the next line; undefined when there is none. */
  get at(): number | undefined {
    return this.#next?.at;
  }

  async look(): Promise<void> {
    if (this.#next !== undefined || this.#exhausted) return;
    const raw = await this.#reader.next(this.#unfinishedToo);
    if (raw === undefined) {
      this.#exhausted = true;
      return;
    }
    const { at, text } = parseLogLine(raw.bytes);
    this.#lastTime = at ?? this.#lastTime;
    this.#next = { raw, at: this.#lastTime, text };
  }

  take(): LogLine {
    const next = this.#next;
    if (next === undefined) throw new Error('look() before take()');
    this.#next = undefined;
    this.offset = next.raw.end;
    return { stream: this.#stream, at: Math.floor(next.at / 1000), text: next.text };
  }
}

/** The lines of a page; with a size, only the last ones. */
class Window {
  readonly #size: number | undefined;
  #lines: LogLine[] = [];
  #seen = 0;

  constructor(size: number | undefined) {
    this.#size = size;
  }

  get length(): number {
    return this.#lines.length;
  }

  get dropped(): boolean {
    return this.#size !== undefined && this.#seen > this.#size;
  }

  add(line: LogLine): void {
    this.#seen += 1;
    this.#lines.push(line);
    if (this.#size !== undefined && this.#lines.length > 2 * this.#size + 64)
      this.#trim(this.#size);
  }

  take(): readonly LogLine[] {
    if (this.#size !== undefined) this.#trim(this.#size);
    return this.#lines;
  }

  #trim(size: number): void {
    this.#lines = size === 0 ? [] : this.#lines.slice(-size);
  }
}
