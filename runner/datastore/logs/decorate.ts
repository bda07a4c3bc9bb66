/**
 * Raw output of a task in, stored log lines out: pure, so that the file handling around it is dull.
 * A line that is not finished yet is passed on at once: a reader sees it live and nothing has to be kept here.
 */
import { formatTime } from './line';
import type { LogSource } from '../layout';

/** Metaflow's default for --max-log-size: decorated bytes of one stream of one attempt. */
export const MAX_LOG_BYTES = 10 * 1024 * 1024;
export const TRUNCATED_LINE = '[TRUNCATED - MAXIMUM LOG FILE SIZE REACHED]';

const NEWLINE = 0x0a;
/** Lines prepared in one piece: bounds memory while a flood comes in. */
const PIECE_BYTES = 1024 * 1024;

export interface DecoratorOptions {
  readonly source: LogSource;
  /** Any text without `]`, in every line. */
  readonly id: string;
  /** Decorated bytes that may already be there. */
  readonly written?: number;
  readonly maxBytes?: number;
}

export class LineDecorator {
  readonly #tail: string;
  readonly #maxBytes: number;
  #written: number;
  #lastTime = 0;
  #midLine = false;
  #full = false;
  #piece: Buffer[] = [];
  #pieceLength = 0;

  constructor(options: DecoratorOptions) {
    this.#tail = `|${options.source}|${options.id}]`;
    this.#written = options.written ?? 0;
    this.#maxBytes = options.maxBytes ?? MAX_LOG_BYTES;
  }

  /** Nothing more of the task's output will be kept. */
  get full(): boolean {
    return this.#full;
  }

  /**
   * @param bytes as the task wrote them, cut anywhere.
   * @param now epoch microseconds; lines get strictly increasing times from there, since readers sort by them.
   */
  *decorate(bytes: Uint8Array, now: number): Generator<Uint8Array> {
    for (let start = 0; start < bytes.length && !this.#full;) {
      const newline = bytes.indexOf(NEWLINE, start);
      const end = newline === -1 ? bytes.length : newline + 1;
      if (!this.#midLine) this.#header(now);
      this.#body(bytes.subarray(start, end), newline === -1, now);
      start = end;
      if (this.#pieceLength >= PIECE_BYTES) yield this.#takePiece();
    }
    if (this.#pieceLength > 0) yield this.#takePiece();
  }

  /** A line of the runner's own, after whatever the task left unfinished; not counted against the limit. */
  line(message: string, now: number): Uint8Array {
    if (this.#midLine) this.#push(Buffer.of(NEWLINE));
    this.#midLine = false;
    this.#header(now);
    this.#push(Buffer.from(`${message}\n`));
    return this.#takePiece();
  }

  #body(bytes: Uint8Array, unfinished: boolean, now: number): void {
    const room = this.#maxBytes - this.#written;
    if (bytes.length <= room) {
      this.#push(bytes);
      this.#midLine = unfinished;
      return;
    }
    this.#push(bytes.subarray(0, Math.max(0, room)));
    this.#push(Buffer.of(NEWLINE));
    this.#header(now);
    this.#push(Buffer.from(`${TRUNCATED_LINE}\n`));
    this.#midLine = false;
    this.#full = true;
  }

  #header(now: number): void {
    this.#lastTime = Math.max(this.#lastTime + 1, now);
    this.#push(Buffer.from(`[MFLOG|0|${formatTime(this.#lastTime)}${this.#tail}`, 'latin1'));
  }

  #push(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#piece.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    this.#pieceLength += bytes.length;
    this.#written += bytes.length;
  }

  #takePiece(): Uint8Array {
    const piece = Buffer.concat(this.#piece, this.#pieceLength);
    this.#piece = [];
    this.#pieceLength = 0;
    return piece;
  }
}
