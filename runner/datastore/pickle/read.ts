/** Reads a pickle without executing it. */
import { FlowdeckError } from '../../errors';
import { ByteCursor, EndOfInput, PickleError } from './cursor';
import { Machine } from './machine';
import { execute, STOP } from './opcodes';
import { salvage } from './salvage';
import type { PyValue } from './value';

export interface ReadPickleOptions {
  /** The bytes may be only the beginning of the pickle: what they hold is returned, marked truncated. */
  readonly partial?: boolean;
  /** Values to read at most; the rest is left out, marked truncated. */
  readonly maxItems?: number;
}

/** About 100 bytes each in memory. */
const DEFAULT_MAX_ITEMS = 5_000_000;
const STOP_BYTE = STOP.charCodeAt(0);

/** @throws FlowdeckError `pickle-damaged` for bytes that are no pickle. */
export function readPickle(bytes: Uint8Array, options: ReadPickleOptions = {}): PyValue {
  const machine = new Machine(new ByteCursor(bytes), options.maxItems ?? DEFAULT_MAX_ITEMS);
  try {
    if (runToStop(machine)) return machine.pop();
  } catch (error) {
    if (error instanceof PickleError) throw damaged(error.message, machine);
    if (!(error instanceof EndOfInput)) throw error;
    if (options.partial !== true) throw damaged('it stops in the middle', machine);
  }
  return salvage(machine) ?? { kind: 'opaque', why: 'too little of it was read' };
}

/** @returns false when there were too many values. */
function runToStop(machine: Machine): boolean {
  while (!machine.exceeded) {
    const opcode = machine.input.uint8();
    if (opcode === STOP_BYTE) return true;
    execute(machine, opcode);
  }
  return false;
}

function damaged(why: string, machine: Machine): FlowdeckError {
  return new FlowdeckError({
    code: 'pickle-damaged',
    message: `This value is not a readable pickle: ${why} (at byte ${machine.input.position})`,
    remedy: 'If Python can read it, please report it with the way to make such a value.',
  });
}
