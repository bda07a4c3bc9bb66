/** The same model with other places: what was read of a piece of text holds wherever the piece stands. */
import type { Position, Range } from '../positions';

/** A copy in which every range is `rows` further down. */
export function moved<T>(value: T, rows: number): T {
  if (rows === 0) return value;
  const lower = ({ line, character }: Position): Position => ({ line: line + rows, character });
  return withPositions(value, lower);
}

/** A copy in which every range ends where the text ends: it was read from one with more at the end of its lines. */
export function inside<T>(value: T, text: string): T {
  const lines = text.split(/\r?\n/);
  return withPositions(value, (position) => {
    const line = Math.min(position.line, lines.length - 1);
    const length = lines[line]?.length ?? 0;
    const character = line < position.line ? length : Math.min(position.character, length);
    return line === position.line && character === position.character
      ? position
      : { line, character };
  });
}

type Change = (position: Position) => Position;

/**
 * A copy with every range changed. Parts without ranges are shared, not copied.
 *
 * Values of Python literals go through it, too: one that has the very form of a range is none that anybody writes.
 */
function withPositions<T>(value: T, change: Change): T;
function withPositions(value: unknown, change: Change): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (isRange(value)) return { start: change(value.start), end: change(value.end) };
  if (Array.isArray(value)) return changedItems(value, change);
  if (value instanceof Map) {
    return new Map(
      [...value].map(([key, each]: [unknown, unknown]) => [key, withPositions(each, change)]),
    );
  }
  if (value instanceof Set) return value;
  return changedFields(value, change);
}

function changedItems(items: readonly unknown[], change: Change): unknown {
  let copy: unknown[] | undefined;
  for (const [index, item] of items.entries()) {
    const other = withPositions(item, change);
    if (other !== item) copy ??= items.slice(0, index);
    copy?.push(other);
  }
  return copy ?? items;
}

function changedFields(value: object, change: Change): unknown {
  let copy: { [name: string]: unknown } | undefined;
  for (const [name, field] of Object.entries(value) as [string, unknown][]) {
    const other = withPositions(field, change);
    if (other !== field) (copy ??= { ...value })[name] = other;
  }
  return copy ?? value;
}

function isRange(value: object): value is Range {
  return 'start' in value && 'end' in value && isPosition(value.start) && isPosition(value.end);
}

function isPosition(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    'line' in value &&
    'character' in value &&
    typeof value.line === 'number' &&
    typeof value.character === 'number'
  );
}
