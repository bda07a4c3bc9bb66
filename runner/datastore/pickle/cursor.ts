/** Walks over the bytes of a pickle. */

/** The input stops before the pickle does: we were given its beginning only, or it is damaged. */
export class EndOfInput extends Error {}
/** The bytes are no pickle. */
export class PickleError extends Error {}

const NEWLINE = 0x0a;
const latin1 = new TextDecoder('latin1');

export class ByteCursor {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  position = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  uint8(): number {
    return this.#view.getUint8(this.#advance(1));
  }
  uint16(): number {
    return this.#view.getUint16(this.#advance(2), true);
  }
  int32(): number {
    return this.#view.getInt32(this.#advance(4), true);
  }
  uint32(): number {
    return this.#view.getUint32(this.#advance(4), true);
  }
  /** A length. Beyond 2^53 it is longer than any input, so its exact value does not matter. */
  uint64(): number {
    return Number(this.#view.getBigUint64(this.#advance(8), true));
  }
  /** Big-endian, unlike all others. */
  float64(): number {
    return this.#view.getFloat64(this.#advance(8), false);
  }

  take(length: number): Uint8Array {
    const start = this.#advance(length);
    return this.#bytes.subarray(start, start + length);
  }

  /** As many of `length` bytes as there are. */
  takeUpTo(length: number): Uint8Array {
    return this.take(Math.min(length, this.#bytes.length - this.position));
  }

  /** Up to the next newline, which is consumed. */
  line(): Uint8Array {
    const end = this.#bytes.indexOf(NEWLINE, this.position);
    if (end === -1) throw new EndOfInput();
    const line = this.#bytes.subarray(this.position, end);
    this.position = end + 1;
    return line;
  }

  asciiLine(): string {
    return latin1.decode(this.line());
  }

  #advance(length: number): number {
    const start = this.position;
    if (length < 0) throw new PickleError('a negative length');
    if (start + length > this.#bytes.length) throw new EndOfInput();
    this.position = start + length;
    return start;
  }
}
