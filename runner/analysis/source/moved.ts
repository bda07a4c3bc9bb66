/** The same model some rows further down: what was read of a piece of text holds wherever the piece stands. */
import type { Range } from '../positions';

/**
 * A copy in which every range is `rows` further down. Parts without ranges are shared, not copied.
 *
 * Values of Python literals go through it, too: one that has the very form of a range is none that anybody writes.
 */
export function moved<T>(value: T, rows: number): T;
export function moved(value: unknown, rows: number): unknown {
  if (rows === 0 || typeof value !== 'object' || value === null) return value;
  if (isRange(value)) {
    const { start, end } = value;
    return {
      start: { line: start.line + rows, character: start.character },
      end: { line: end.line + rows, character: end.character },
    };
  }
  if (Array.isArray(value)) return movedItems(value, rows);
  if (value instanceof Map) {
    return new Map([...value].map(([key, each]: [unknown, unknown]) => [key, moved(each, rows)]));
  }
  if (value instanceof Set) return value;
  return movedFields(value, rows);
}

function movedItems(items: readonly unknown[], rows: number): unknown {
  let copy: unknown[] | undefined;
  for (const [index, item] of items.entries()) {
    const other = moved(item, rows);
    if (other !== item) copy ??= items.slice(0, index);
    copy?.push(other);
  }
  return copy ?? items;
}

function movedFields(value: object, rows: number): unknown {
  let copy: { [name: string]: unknown } | undefined;
  for (const [name, field] of Object.entries(value) as [string, unknown][]) {
    const other = moved(field, rows);
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
