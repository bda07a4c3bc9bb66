/** What we know about an object beyond its class and arguments. */
import type { Json } from '../../../flow/description';
import type { PyObject, PyValue } from '../value';

/** A repr in pieces: texts as they are, values by their own repr. */
export type Piece = string | PyValue;

export interface Known {
  /** The type as people write it: `numpy.ndarray`. */
  readonly type: string;
  readonly repr: readonly Piece[];
  /** For `--json`: what stands beside `$type`. */
  readonly json?: { readonly [key: string]: Json };
  /** Like `json`, but holding values: converted by the same rules as everything else. */
  readonly content?: { readonly [key: string]: PyValue };
}

/** @returns undefined when the object is not what its class promises. */
export type Recognize = (object: PyObject) => Known | undefined;

/** For objects with a short text: `Decimal('1.5')`. */
export function knownText(type: string, repr: string, value: string): Known {
  return { type, repr: [repr], json: { value } };
}

/** `a, b, c` between pieces. */
export function joined(values: readonly PyValue[]): Piece[] {
  return values.flatMap((value, index): Piece[] => (index === 0 ? [value] : [', ', value]));
}
