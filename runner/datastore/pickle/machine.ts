/** The state of the pickle machine, and what its opcodes do to it. */
import { PickleError, type ByteCursor } from './cursor';
import { pyTuple, type PyObject, type PySequence, type PyValue } from './value';

export class Machine {
  readonly input: ByteCursor;
  readonly #maxItems: number;
  /** Values since the innermost mark. */
  stack: PyValue[] = [];
  /** What lies below each mark, outermost first. */
  readonly below: PyValue[][] = [];
  /** Pickles number what they remember one after another; any other number goes to the map. */
  readonly #memo: PyValue[] = [];
  readonly #sparseMemo = new Map<number, PyValue>();
  #count = 0;

  constructor(input: ByteCursor, maxItems: number) {
    this.input = input;
    this.#maxItems = maxItems;
  }

  /** More values than were asked for: the rest is not read. */
  get exceeded(): boolean {
    return this.#count > this.#maxItems;
  }

  push(value: PyValue): void {
    this.#count += 1;
    this.stack.push(value);
  }

  pop(): PyValue {
    const value = this.stack.pop();
    if (value === undefined) throw new PickleError('a value is missing');
    return value;
  }

  get top(): PyValue {
    const value = this.stack.at(-1);
    if (value === undefined) throw new PickleError('a value is missing');
    return value;
  }

  mark(): void {
    this.below.push(this.stack);
    this.stack = [];
  }

  /** The values since the last mark, which is removed. */
  popMark(): PyValue[] {
    const items = this.stack;
    const below = this.below.pop();
    if (below === undefined) throw new PickleError('a mark is missing');
    this.stack = below;
    return items;
  }

  pushTuple(count: number): void {
    if (this.stack.length < count) throw new PickleError('a value is missing');
    this.push(pyTuple(this.stack.splice(this.stack.length - count, count)));
  }

  remember(index: number): void {
    const next = this.#memo.length;
    if (Number.isInteger(index) && index >= 0 && index <= next) this.#memo[index] = this.top;
    else this.#sparseMemo.set(index, this.top);
  }

  rememberNext(): void {
    this.remember(this.#memo.length + this.#sparseMemo.size);
  }

  recall(index: number): void {
    const value = this.#memo[index] ?? this.#sparseMemo.get(index);
    if (value === undefined) throw new PickleError(`nothing was remembered as ${index}`);
    this.push(value);
  }
}

export function popText(machine: Machine): string {
  const value = machine.pop();
  if (value.kind !== 'str') throw new PickleError('a name is missing');
  return value.value;
}

export function popTuple(machine: Machine): PySequence {
  const value = machine.pop();
  if (value.kind !== 'tuple') throw new PickleError('arguments are missing');
  return value;
}

export function appendTo(target: PyValue, items: readonly PyValue[]): void {
  const list = itemsFor(target);
  for (const item of items) list?.push(item);
}

/** @param flat key, value, key, value… */
export function putInto(target: PyValue, flat: readonly PyValue[]): void {
  const entries = entriesFor(target);
  for (let i = 0; i + 1 < flat.length; i += 2) {
    const [key, value] = [flat[i], flat[i + 1]];
    if (key !== undefined && value !== undefined) entries?.push([key, value]);
  }
}

/** What `obj.__setstate__(state)` would keep. */
export function build(target: PyValue, state: PyValue): void {
  if (target.kind === 'object') target.state = state;
}

function itemsFor(target: PyValue): PyValue[] | undefined {
  if (target.kind === 'object') return (target.items ??= []);
  if ('items' in target) return target.items;
  if (target.kind === 'opaque') return undefined;
  throw new PickleError(`items are put into a ${target.kind}`);
}

function entriesFor(target: PyValue): PyObject['entries'] {
  if (target.kind === 'object') return (target.entries ??= []);
  if (target.kind === 'dict') return target.entries;
  if (target.kind === 'opaque') return undefined;
  throw new PickleError(`entries are put into a ${target.kind}`);
}
