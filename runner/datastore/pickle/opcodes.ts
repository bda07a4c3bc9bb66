/** The opcodes of pickle protocols 0 to 5 (Python's Lib/pickletools.py documents them), by their byte. */
import { call, globalName, instance } from './calls';
import { PickleError } from './cursor';
import {
  decodeCutUtf8,
  decodeDecimal,
  decodeFloat,
  decodeLong,
  decodeQuoted,
  decodeRawUnicodeEscape,
  decodeUtf8,
  MAX_INT_BYTES,
} from './decode';
import { appendTo, build, popText, popTuple, putInto, type Machine } from './machine';
import { FALSE, NONE, pyInt, pyStr, pyTuple, TRUE, type PyValue } from './value';

export const STOP = '.';
const HIGHEST_PROTOCOL = 5;

type Operation = (machine: Machine) => void;

const constant =
  (value: PyValue): Operation =>
  (m) =>
    m.push(value);
const fresh =
  (make: () => PyValue): Operation =>
  (m) =>
    m.push(make());

const text =
  (length: (m: Machine) => number): Operation =>
  (m) => {
    const wanted = length(m);
    const bytes = m.input.takeUpTo(wanted);
    m.push(
      bytes.length === wanted
        ? pyStr(decodeUtf8(bytes))
        : { kind: 'str', value: decodeCutUtf8(bytes), truncated: true },
    );
  };

const binary =
  (kind: 'bytes' | 'bytearray', length: (m: Machine) => number): Operation =>
  (m) => {
    const wanted = length(m);
    const value = m.input.takeUpTo(wanted);
    m.push(value.length === wanted ? { kind, value } : { kind, value, truncated: true });
  };

/** Python 2's str: text if it is ASCII, else bytes. */
const oldString =
  (read: (m: Machine) => Uint8Array): Operation =>
  (m) => {
    const bytes = read(m);
    const ascii = bytes.every((byte) => byte < 0x80);
    m.push(ascii ? pyStr(decodeUtf8(bytes)) : { kind: 'bytes', value: bytes });
  };

const long =
  (length: (m: Machine) => number): Operation =>
  (m) => {
    const bytes = m.input.take(length(m));
    m.push(
      bytes.length > MAX_INT_BYTES
        ? { kind: 'opaque', why: `an int of ${bytes.length * 8} bits` }
        : pyInt(decodeLong(bytes)),
    );
  };

const int: Operation = (m) => {
  const line = m.input.asciiLine();
  // Protocol 0 and 1 write booleans so.
  if (line === '01') m.push(TRUE);
  else if (line === '00') m.push(FALSE);
  else m.push(pyInt(decodeDecimal(line)));
};

const pushGlobal = (m: Machine, module: string, name: string): void =>
  m.push({ kind: 'global', name: globalName(module, name) });

const asText = (line: Uint8Array): string => decodeUtf8(line);

const extension =
  (code: (m: Machine) => number): Operation =>
  (m) =>
    m.push({ kind: 'opaque', why: `an object of the extension registry (${code(m)})` });

const reduce: Operation = (m) => {
  const args = popTuple(m).items;
  m.push(call(m.pop(), args));
};

const newObject: Operation = (m) => {
  const args = popTuple(m).items;
  m.push(instance(m.pop(), args));
};

const newObjectEx: Operation = (m) => {
  const kwargs = m.pop();
  const args = popTuple(m).items;
  m.push(instance(m.pop(), args, kwargs));
};

const obj: Operation = (m) => {
  const [made, ...args] = m.popMark();
  if (made === undefined) throw new PickleError('a class is missing');
  m.push(instance(made, args));
};

const inst: Operation = (m) => {
  const [module, name] = [asText(m.input.line()), asText(m.input.line())];
  m.push(instance({ kind: 'global', name: globalName(module, name) }, m.popMark()));
};

const u8 = (m: Machine): number => m.input.uint8();
const u16 = (m: Machine): number => m.input.uint16();
const u32 = (m: Machine): number => m.input.uint32();
const i32 = (m: Machine): number => m.input.int32();
const u64 = (m: Machine): number => m.input.uint64();

const OPERATIONS: { readonly [opcode: string]: Operation } = {
  '\x80': (m) => {
    const protocol = m.input.uint8();
    if (protocol > HIGHEST_PROTOCOL) throw new PickleError(`protocol ${protocol} is not known`);
  },
  '\x95': (m) => {
    m.input.uint64();
  },
  '(': (m) => m.mark(),
  '0': (m) => {
    if (m.stack.length > 0) m.pop();
    else m.popMark();
  },
  '1': (m) => {
    m.popMark();
  },
  '2': (m) => m.push(m.top),

  N: constant(NONE),
  '\x88': constant(TRUE),
  '\x89': constant(FALSE),
  I: int,
  L: (m) => m.push(pyInt(decodeDecimal(m.input.asciiLine()))),
  J: (m) => m.push(pyInt(m.input.int32())),
  K: (m) => m.push(pyInt(m.input.uint8())),
  M: (m) => m.push(pyInt(m.input.uint16())),
  '\x8a': long(u8),
  '\x8b': long(i32),
  F: (m) => m.push({ kind: 'float', value: decodeFloat(m.input.asciiLine()) }),
  G: (m) => m.push({ kind: 'float', value: m.input.float64() }),

  V: (m) => m.push(pyStr(decodeRawUnicodeEscape(m.input.asciiLine()))),
  X: text(u32),
  '\x8c': text(u8),
  '\x8d': text(u64),
  S: oldString((m) => Buffer.from(decodeQuoted(m.input.asciiLine()), 'latin1')),
  T: oldString((m) => m.input.take(i32(m))),
  U: oldString((m) => m.input.take(u8(m))),
  B: binary('bytes', u32),
  C: binary('bytes', u8),
  '\x8e': binary('bytes', u64),
  '\x96': binary('bytearray', u64),
  '\x97': (m) => m.push({ kind: 'opaque', why: 'a buffer that is stored elsewhere' }),
  '\x98': () => undefined,

  ']': fresh(() => ({ kind: 'list', items: [] })),
  l: (m) => m.push({ kind: 'list', items: m.popMark() }),
  a: (m) => {
    const item = m.pop();
    appendTo(m.top, [item]);
  },
  e: (m) => {
    const items = m.popMark();
    appendTo(m.top, items);
  },
  ')': fresh(() => pyTuple([])),
  t: (m) => m.push(pyTuple(m.popMark())),
  '\x85': (m) => m.pushTuple(1),
  '\x86': (m) => m.pushTuple(2),
  '\x87': (m) => m.pushTuple(3),
  '}': fresh(() => ({ kind: 'dict', entries: [] })),
  d: (m) => {
    const flat = m.popMark();
    m.push({ kind: 'dict', entries: [] });
    putInto(m.top, flat);
  },
  s: (m) => {
    const value = m.pop();
    const key = m.pop();
    putInto(m.top, [key, value]);
  },
  u: (m) => {
    const flat = m.popMark();
    putInto(m.top, flat);
  },
  '\x8f': fresh(() => ({ kind: 'set', items: [] })),
  '\x90': (m) => {
    const items = m.popMark();
    appendTo(m.top, items);
  },
  '\x91': (m) => m.push({ kind: 'frozenset', items: m.popMark() }),

  c: (m) => pushGlobal(m, asText(m.input.line()), asText(m.input.line())),
  '\x93': (m) => {
    const name = popText(m);
    pushGlobal(m, popText(m), name);
  },
  R: reduce,
  b: (m) => {
    const state = m.pop();
    build(m.top, state);
  },
  '\x81': newObject,
  '\x92': newObjectEx,
  o: obj,
  i: inst,
  P: (m) => {
    m.push({ kind: 'opaque', why: `stored elsewhere as ${m.input.asciiLine().slice(0, 100)}` });
  },
  Q: (m) => {
    m.pop();
    m.push({ kind: 'opaque', why: 'stored elsewhere' });
  },
  '\x82': extension(u8),
  '\x83': extension(u16),
  '\x84': extension(i32),

  g: (m) => m.recall(Number(m.input.asciiLine())),
  h: (m) => m.recall(m.input.uint8()),
  j: (m) => m.recall(m.input.uint32()),
  p: (m) => m.remember(Number(m.input.asciiLine())),
  q: (m) => m.remember(m.input.uint8()),
  r: (m) => m.remember(m.input.uint32()),
  '\x94': (m) => m.rememberNext(),
};

const BY_BYTE: readonly (Operation | undefined)[] = Array.from(
  { length: 256 },
  (_, byte) => OPERATIONS[String.fromCharCode(byte)],
);

/** Carries out one opcode. @throws PickleError, EndOfInput. */
export function execute(machine: Machine, opcode: number): void {
  const operation = BY_BYTE[opcode];
  if (operation === undefined) throw new PickleError(`opcode ${opcode} is not known`);
  operation(machine);
}
