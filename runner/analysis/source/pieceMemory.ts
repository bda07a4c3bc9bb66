/** What was read of each piece of a text, so that after an edit only the pieces that changed are read again. */
import { moved } from './moved';
import type { Piece } from './pieces';

interface Entry {
  row: number;
  value: unknown;
}

export class PieceMemory {
  private last = new Map<string, Entry>();
  private current = new Map<string, Entry>();

  /** Another reading of the text begins: what the one before did not come across is forgotten. */
  begin(): void {
    this.last = this.current;
    this.current = new Map();
  }

  /**
   * @param kind how it is read; with the text it says everything about the value
   * @param first the row that the value gives to the piece's first line
   */
  get<T>(kind: string, { text, row }: Piece, read: () => T, first = 0): T {
    const key = `${kind}\0${text}`;
    const known = this.current.get(key) ?? this.last.get(key);
    // One kind is read in one way: what lies under its name is what `read` gives.
    const value = moved(known ? (known.value as T) : read(), row - (known?.row ?? first));
    this.current.set(key, { row, value });
    return value;
  }
}
