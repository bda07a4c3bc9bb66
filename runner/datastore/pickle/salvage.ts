/** Makes the most of a pickle of which only the beginning was read: unfinished containers keep what they have, marked truncated. */
import { call } from './calls';
import { appendTo, putInto, type Machine } from './machine';
import { pyTuple, type PyValue } from './value';

/** The outermost value as far as it is known; undefined when nothing is. */
export function salvage(machine: Machine): PyValue | undefined {
  let values = foldTail(machine.stack);
  for (let below = machine.below.pop(); below !== undefined; below = machine.below.pop()) {
    values = foldTail([...below, ...attach(below.at(-1), values)]);
  }
  return values[0] && truncate(values[0]);
}

/** What stands above a mark belongs to the container below it, or will be a tuple. @returns what to put beside the container. */
function attach(target: PyValue | undefined, values: readonly PyValue[]): PyValue[] {
  switch (target?.kind) {
    case 'list':
    case 'set':
      appendTo(target, values);
      truncate(target);
      return [];
    case 'dict':
      putInto(target, values);
      truncate(target);
      return [];
    default:
      return [truncate(pyTuple([...values]))];
  }
}

/** Completes what was about to be done with the last two values: a call, or setting an object's state. */
function foldTail(values: readonly PyValue[]): PyValue[] {
  const [first, last] = values.slice(-2);
  if (first?.kind === 'global' && last?.kind === 'tuple') {
    return [...values.slice(0, -2), truncate(call(first, last.items))];
  }
  if (first?.kind === 'object' && first.state === undefined && isState(last)) {
    first.state = last;
    return [...values.slice(0, -2), truncate(first)];
  }
  return [...values];
}

function isState(value: PyValue | undefined): value is PyValue {
  return value?.kind === 'dict' || (value?.kind === 'tuple' && value.truncated === true);
}

function truncate(value: PyValue): PyValue {
  if ('items' in value || value.kind === 'dict' || value.kind === 'object') {
    value.truncated = true;
  }
  return value;
}
