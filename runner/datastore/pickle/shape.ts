/** How large a value is, in its own terms. */
import { recognize } from './known/recognize';
import { shapeText } from './known/numpy';
import type { PyValue } from './value';

/** Of arrays and tables, as numpy writes it: `(344, 7)`; undefined where it is unknown, or not all of it is known. */
export function shapeOf(value: PyValue): string | undefined {
  const shape = value.kind === 'object' ? recognize(value)?.json?.['shape'] : undefined;
  if (!Array.isArray(shape) || shape.length === 0) return undefined;
  const sizes = shape.filter((size) => typeof size === 'number');
  return sizes.length === shape.length ? shapeText(sizes) : undefined;
}

/** What a list, tuple, set or dict holds, when all of it was read. */
export function countOf(value: PyValue): number | undefined {
  switch (value.kind) {
    case 'list':
    case 'tuple':
    case 'set':
    case 'frozenset':
      return value.truncated ? undefined : value.items.length;
    case 'dict':
      return value.truncated ? undefined : value.entries.length;
    default:
      return undefined;
  }
}
