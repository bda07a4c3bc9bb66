/** Values as Python would print them, as far as that can be known without running anything; bounded in length and depth. */
import { joined, type Piece } from './known/known';
import { recognize } from './known/recognize';
import { bytesText, floatText, shortName, strText } from './text';
import type { PyObject, PyValue } from './value';

const ELLIPSIS = '…';
/** Deeper values are an ellipsis: nobody reads them, and recursion must end. */
const MAX_DEPTH = 40;

/** One line, at most `max` characters; what was left out shows as an ellipsis. */
export function preview(value: PyValue, max = 200): string {
  return repr(value, max);
}

/** @param max characters; the text may be a little shorter than the value needs, never longer. */
export function repr(value: PyValue, max = Infinity): string {
  const writer = new ReprWriter(max);
  writer.value(value);
  return writer.text;
}

class ReprWriter {
  readonly #max: number;
  /** Containers that are being written: meeting one again means a cycle. */
  readonly #open = new Set<PyValue>();
  #text = '';

  constructor(max: number) {
    this.#max = max;
  }

  get text(): string {
    return this.#text.length <= this.#max ? this.#text : cut(this.#text, this.#max);
  }

  get #full(): boolean {
    return this.#text.length > this.#max;
  }

  value(value: PyValue): void {
    if (this.#full) return;
    const simple = this.#simple(value);
    if (simple !== undefined) this.#text += simple;
    else if (this.#open.has(value)) this.#text += cycleText(value);
    else if (this.#open.size >= MAX_DEPTH) this.#text += ELLIPSIS;
    else {
      this.#open.add(value);
      this.#pieces(piecesOf(value));
      this.#open.delete(value);
    }
  }

  #pieces(pieces: Iterable<Piece>): void {
    for (const piece of pieces) {
      if (this.#full) return;
      if (typeof piece === 'string') this.#text += piece;
      else this.value(piece);
    }
  }

  #simple(value: PyValue): string | undefined {
    switch (value.kind) {
      case 'none':
        return 'None';
      case 'bool':
        return value.value ? 'True' : 'False';
      case 'int':
        return String(value.value);
      case 'float':
        return floatText(value.value);
      // What is behind `max` makes the whole overflow anyway.
      case 'str':
        return strText(value.value, this.#max + 1) + (value.truncated ? ELLIPSIS : '');
      case 'bytes':
      case 'bytearray': {
        const text = bytesText(value.value, this.#max + 1) + (value.truncated ? ELLIPSIS : '');
        return value.kind === 'bytes' ? text : `bytearray(${text})`;
      }
      case 'global':
        return globalText(value.name);
      case 'opaque':
        return `<${value.why}>`;
      default:
        return undefined;
    }
  }
}

/** Cuts without leaving half a character. */
function cut(text: string, max: number): string {
  const end = Math.max(0, max - ELLIPSIS.length);
  const last = text.charCodeAt(end - 1);
  return `${text.slice(0, last >= 0xd800 && last <= 0xdbff ? end - 1 : end)}${ELLIPSIS}`;
}

function cycleText(value: PyValue): string {
  switch (value.kind) {
    case 'list':
      return '[...]';
    case 'dict':
      return '{...}';
    case 'tuple':
      return '(...)';
    case 'set':
      return 'set(...)';
    default:
      return '...';
  }
}

function piecesOf(value: PyValue): Iterable<Piece> {
  switch (value.kind) {
    case 'list':
      return between('[', value.items, ']', value.truncated);
    case 'tuple':
      return between(
        '(',
        value.items,
        value.items.length === 1 && !value.truncated ? ',)' : ')',
        value.truncated,
      );
    case 'set':
      return value.items.length === 0 && !value.truncated
        ? ['set()']
        : between('{', value.items, '}', value.truncated);
    case 'frozenset':
      return value.items.length === 0
        ? ['frozenset()']
        : between('frozenset({', value.items, '})', value.truncated);
    case 'dict':
      return dictPieces(value.entries, value.truncated);
    case 'object':
      return recognize(value)?.repr ?? objectPieces(value);
    default:
      return [];
  }
}

function* between(
  opening: string,
  items: readonly PyValue[],
  closing: string,
  truncated?: true,
): Generator<Piece> {
  yield opening;
  for (const [index, item] of items.entries()) {
    if (index > 0) yield ', ';
    yield item;
  }
  yield truncated ? moreText(items.length) + closing : closing;
}

function* dictPieces(
  entries: readonly (readonly [PyValue, PyValue])[],
  truncated?: true,
): Generator<Piece> {
  yield '{';
  for (const [index, [key, value]] of entries.entries()) {
    if (index > 0) yield ', ';
    yield key;
    yield ': ';
    yield value;
  }
  yield truncated ? `${moreText(entries.length)}}` : '}';
}

const moreText = (count: number): string => (count === 0 ? ELLIPSIS : `, ${ELLIPSIS}`);

/** `Point(1, 2)`, `Model(k=3, weights=[…])`: what it was made from, then what it holds. */
function* objectPieces(object: PyObject): Generator<Piece> {
  yield `${shortName(object.class)}(`;
  let first = true;
  for (const argument of argumentsOf(object)) {
    if (!first) yield ', ';
    first = false;
    yield* argument;
  }
  yield object.truncated ? (first ? `${ELLIPSIS})` : `, ${ELLIPSIS})`) : ')';
}

function* argumentsOf(object: PyObject): Generator<readonly Piece[]> {
  for (const arg of object.args) yield [arg];
  if (object.items) yield [{ kind: 'list', items: object.items }];
  if (object.entries) yield [{ kind: 'dict', entries: object.entries }];
  for (const holder of [object.kwargs, object.state]) yield* attributesOf(holder);
}

/** The state is a dict, or (dict or None, dict of slots), or something of the class's own. */
function* attributesOf(state: PyValue | undefined): Generator<readonly Piece[]> {
  if (state === undefined || state.kind === 'none') return;
  const parts = state.kind === 'tuple' && isDictPair(state.items) ? state.items : [state];
  for (const part of parts) {
    if (part.kind === 'none') continue;
    if (part.kind !== 'dict') yield [part];
    else for (const [key, value] of part.entries) yield [...keyPieces(key), '=', value];
  }
}

function isDictPair(items: readonly PyValue[]): boolean {
  return items.length === 2 && items.every(({ kind }) => kind === 'dict' || kind === 'none');
}

const keyPieces = (key: PyValue): readonly Piece[] =>
  key.kind === 'str' ? [key.value] : joined([key]);

const BUILTIN_TYPES: ReadonlySet<string> = new Set(
  'int float str bytes bytearray bool list tuple dict set frozenset complex range object type slice'.split(
    ' ',
  ),
);

/** Whether a name is a class or a function is not in the pickle; capital letters and Python's own types tell. */
function globalText(name: string): string {
  const short = shortName(name);
  if (name === `builtins.${short}`) {
    const isType = BUILTIN_TYPES.has(short) || /^[A-Z]/.test(short);
    return isType ? `<class '${short}'>` : `<built-in function ${short}>`;
  }
  return /^_*[A-Z]/.test(short) ? `<class '${name}'>` : `<function ${name}>`;
}

/** Python's type as people write it: `int`, `numpy.ndarray`, `__main__.Model`. */
export function typeName(value: PyValue): string {
  switch (value.kind) {
    case 'none':
      return 'NoneType';
    case 'object':
      return recognize(value)?.type ?? value.class.replace(/^builtins\./, '');
    case 'global':
      return 'type';
    case 'opaque':
      return 'unknown';
    default:
      return value.kind;
  }
}
