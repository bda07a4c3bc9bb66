/**
 * A Python value as its pickle describes it: Python's types are kept, nothing is executed, shared and cyclic references
 * stay shared. Lists, dicts and sets may contain themselves: whoever walks a value guards against cycles.
 */

export interface PyNone {
  readonly kind: 'none';
}
export interface PyBool {
  readonly kind: 'bool';
  readonly value: boolean;
}
export interface PyInt {
  readonly kind: 'int';
  /** A bigint beyond ±(2^53-1). */
  readonly value: number | bigint;
}
export interface PyFloat {
  readonly kind: 'float';
  readonly value: number;
}
export interface PyStr {
  readonly kind: 'str';
  /** Lone surrogates are kept. */
  readonly value: string;
  readonly truncated?: true;
}
export interface PyBytes {
  readonly kind: 'bytes' | 'bytearray';
  readonly value: Uint8Array;
  readonly truncated?: true;
}
export interface PySequence {
  readonly kind: 'list' | 'tuple' | 'set' | 'frozenset';
  readonly items: PyValue[];
  truncated?: true;
}
export interface PyDict {
  readonly kind: 'dict';
  /** In the order of insertion. */
  readonly entries: [key: PyValue, value: PyValue][];
  truncated?: true;
}
/** A class or function that is named, not called. */
export interface PyGlobal {
  readonly kind: 'global';
  readonly name: string;
}
/** What calling `class` would have made: an instance of a class, or the result of a function with that name. */
export interface PyObject {
  readonly kind: 'object';
  /** `module.Name`. */
  readonly class: string;
  readonly args: readonly PyValue[];
  readonly kwargs?: PyValue;
  /** What `__setstate__` would get; usually the dict of attributes. */
  state?: PyValue;
  /** What would be appended to it (subclasses of list, deque). */
  items?: PyValue[];
  /** What would be put into it by key (subclasses of dict). */
  entries?: [key: PyValue, value: PyValue][];
  truncated?: true;
}
/** Something that cannot be shown without executing code, or that was cut off. */
export interface PyOpaque {
  readonly kind: 'opaque';
  readonly why: string;
}
export type PyValue =
  | PyNone
  | PyBool
  | PyInt
  | PyFloat
  | PyStr
  | PyBytes
  | PySequence
  | PyDict
  | PyGlobal
  | PyObject
  | PyOpaque;

export const NONE: PyNone = { kind: 'none' };
export const TRUE: PyBool = { kind: 'bool', value: true };
export const FALSE: PyBool = { kind: 'bool', value: false };

export function pyInt(value: number | bigint): PyInt {
  if (typeof value === 'number') return { kind: 'int', value };
  const number = Number(value);
  return { kind: 'int', value: Number.isSafeInteger(number) ? number : value };
}
export const pyStr = (value: string): PyStr => ({ kind: 'str', value });
export const pyTuple = (items: PyValue[]): PySequence => ({ kind: 'tuple', items });

/** The text of a str; undefined for anything else. */
export function textOfStr(value: PyValue | undefined): string | undefined {
  return value?.kind === 'str' ? value.value : undefined;
}
/** The number of an int that a number can hold, or of a float. */
export function numberOfPy(value: PyValue | undefined): number | undefined {
  if (value?.kind !== 'int' && value?.kind !== 'float') return undefined;
  return typeof value.value === 'number' ? value.value : undefined;
}
export function itemsOf(value: PyValue | undefined): PyValue[] | undefined {
  return value !== undefined && 'items' in value ? value.items : undefined;
}
/** The value under a str key of a dict. */
export function entryOf(value: PyValue | undefined, key: string): PyValue | undefined {
  if (value?.kind !== 'dict') return undefined;
  return value.entries.find(([name]) => name.kind === 'str' && name.value === key)?.[1];
}
