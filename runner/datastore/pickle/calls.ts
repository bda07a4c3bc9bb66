/** What a pickle asks to call is never called: a few builtin constructors are understood, the rest becomes a PyObject. */
import { itemsOf, textOfStr, type PyObject, type PySequence, type PyValue } from './value';

/** Names that moved: Python 2's, and modules that were renamed without a change of meaning. */
const RENAMED_MODULES: { readonly [module: string]: string } = {
  __builtin__: 'builtins',
  exceptions: 'builtins',
  copy_reg: 'copyreg',
  'numpy.core.multiarray': 'numpy._core.multiarray',
  'numpy.core.numeric': 'numpy._core.numeric',
  'pathlib._local': 'pathlib',
};
const RENAMED: { readonly [name: string]: string } = {
  'builtins.unicode': 'builtins.str',
  'builtins.long': 'builtins.int',
  'builtins.xrange': 'builtins.range',
};

export function globalName(module: string, name: string): string {
  const full = `${RENAMED_MODULES[module] ?? module}.${name}`;
  return RENAMED[full] ?? full;
}

type Construct = (args: readonly PyValue[]) => PyValue | undefined;

const sequence =
  (kind: PySequence['kind']): Construct =>
  ([source]) => {
    const items = source === undefined ? [] : itemsOf(source);
    return items && { kind, items };
  };

const bytesOf =
  (kind: 'bytes' | 'bytearray'): Construct =>
  ([source, encoding]) => {
    if (source === undefined) return { kind, value: new Uint8Array(0) };
    if (source.kind === 'bytes' || source.kind === 'bytearray') return { ...source, kind };
    return source.kind === 'str' && encoding !== undefined
      ? encode(kind, source.value, encoding)
      : undefined;
  };

function encode(kind: 'bytes' | 'bytearray', text: string, encoding: PyValue): PyValue | undefined {
  // Protocols 0 to 2 have no bytes; pickle writes them as Latin-1 text.
  const name = textOfStr(encoding)?.replace('-', '').toLowerCase();
  return name === 'latin1' ? { kind, value: Buffer.from(text, 'latin1') } : undefined;
}

const CONSTRUCTORS: ReadonlyMap<string, Construct> = new Map<string, Construct>([
  ['builtins.set', sequence('set')],
  ['builtins.frozenset', sequence('frozenset')],
  ['builtins.list', sequence('list')],
  ['builtins.tuple', sequence('tuple')],
  [
    'builtins.dict',
    ([source]) => (source === undefined ? { kind: 'dict', entries: [] } : undefined),
  ],
  ['builtins.bytes', bytesOf('bytes')],
  ['builtins.bytearray', bytesOf('bytearray')],
  [
    '_codecs.encode',
    ([text, encoding]) =>
      text?.kind === 'str' && encoding !== undefined
        ? encode('bytes', text.value, encoding)
        : undefined,
  ],
  [
    'builtins.getattr',
    ([owner, name]) =>
      owner?.kind === 'global' && name?.kind === 'str'
        ? { kind: 'global', name: `${owner.name}.${name.value}` }
        : undefined,
  ],
  [
    'copyreg.__newobj__',
    ([made, ...args]) => (made === undefined ? undefined : instance(made, args)),
  ],
  ['copyreg._reconstructor', ([made, , state]) => made && reconstruct(made, state)],
]);

/** The result of `callable(*args)`. */
export function call(callable: PyValue, args: readonly PyValue[]): PyValue {
  if (callable.kind !== 'global') return { kind: 'opaque', why: 'made by a computed function' };
  return CONSTRUCTORS.get(callable.name)?.(args) ?? { kind: 'object', class: callable.name, args };
}

/** `cls.__new__(cls, *args, **kwargs)`. */
export function instance(made: PyValue, args: readonly PyValue[], kwargs?: PyValue): PyValue {
  if (made.kind !== 'global') return { kind: 'opaque', why: 'an instance of a computed class' };
  const plain = kwargs === undefined || (kwargs.kind === 'dict' && kwargs.entries.length === 0);
  return plain
    ? { kind: 'object', class: made.name, args }
    : { kind: 'object', class: made.name, args, kwargs };
}

/** Protocols 0 and 1: an instance of a subclass, with what its builtin base was made from. */
function reconstruct(made: PyValue, base: PyValue | undefined): PyValue {
  const value = instance(made, base === undefined || base.kind === 'none' ? [] : [base]);
  if (value.kind !== 'object' || base === undefined) return value;
  const bare: PyObject = { kind: 'object', class: value.class, args: [] };
  if (base.kind === 'list') return { ...bare, items: base.items };
  if (base.kind === 'dict') return { ...bare, entries: base.entries };
  if (base.kind === 'tuple') return { ...bare, args: base.items };
  return value;
}
