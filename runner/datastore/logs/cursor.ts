/** Where a reader of an attempt's log has got to: a byte offset in each of its files. Opaque to everyone else. */
import { FlowdeckError } from '../../errors';

/** `1.0.345.0.12`: version, then the offsets in the order of the files. */
const CURSOR = /^1((?:\.\d{1,15})+)$/;

export function formatCursor(offsets: readonly number[]): string {
  return ['1', ...offsets].join('.');
}

/** @throws FlowdeckError `cursor-invalid`. */
export function parseCursor(cursor: string, count: number): number[] {
  const offsets = CURSOR.exec(cursor)?.[1]?.slice(1).split('.').map(Number);
  if (offsets?.length === count) return offsets;
  throw new FlowdeckError({
    code: 'cursor-invalid',
    message: `“${cursor}” is not a place in a log`,
    remedy: 'Read the log from its beginning.',
  });
}
