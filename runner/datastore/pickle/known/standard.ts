/** The standard library's numbers, paths, ids and collections. */
import { entryOf, numberOfPy, textOfStr, type PyValue } from '../value';
import { floatText, strText } from '../text';
import { joined, knownText, type Known, type Piece, type Recognize } from './known';

const decimal: Recognize = ({ args }) => {
  const text = textOfStr(args[0]);
  return text === undefined ? undefined : knownText('decimal.Decimal', `Decimal('${text}')`, text);
};

const complex: Recognize = ({ args }) => {
  const [real, imaginary] = args.map(numberOfPy);
  if (real === undefined || imaginary === undefined) return undefined;
  const part = (value: number): string => floatText(value).replace(/\.0$/, '');
  const signed = part(imaginary).startsWith('-') ? part(imaginary) : `+${part(imaginary)}`;
  const text = Object.is(real, 0) ? `${part(imaginary)}j` : `(${part(real)}${signed}j)`;
  return knownText('complex', text, text);
};

const range: Recognize = ({ args }) => {
  const [start, stop, step] = args;
  if (start === undefined || stop === undefined) return undefined;
  const shown = step === undefined || numberOfPy(step) === 1 ? [start, stop] : [start, stop, step];
  return {
    type: 'range',
    repr: ['range(', ...joined(shown), ')'],
    content: { start, stop, step: step ?? { kind: 'int', value: 1 } },
  };
};

const slice: Recognize = ({ args }) => ({
  type: 'slice',
  repr: ['slice(', ...joined(args), ')'],
});

const pathOf =
  (name: string): Recognize =>
  ({ args }) => {
    const parts = args.map(textOfStr);
    if (parts.some((part) => part === undefined)) return undefined;
    const [first = '', ...rest] = parts as string[];
    const separated = first === '' || /[/\\]$/.test(first) ? '' : '/';
    const path = rest.length === 0 ? first : `${first}${separated}${rest.join('/')}`;
    const text = (name.includes('Windows') ? path.replaceAll('\\', '/') : path) || '.';
    return knownText(`pathlib.${name}`, `${name}(${strText(text)})`, text);
  };

const uuid: Recognize = ({ state }) => {
  const int = entryOf(state, 'int');
  if (int?.kind !== 'int') return undefined;
  const hex = BigInt(int.value).toString(16).padStart(32, '0');
  const text = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return knownText('uuid.UUID', `UUID('${text}')`, text);
};

const orderedDict: Recognize = ({ entries, truncated }) => ({
  type: 'collections.OrderedDict',
  repr: entries === undefined ? ['OrderedDict()'] : ['OrderedDict(', dict(entries, truncated), ')'],
  content: { value: dict(entries, truncated) },
});

const defaultDict: Recognize = ({ args, entries, truncated }) => {
  const factory: PyValue = args[0] ?? { kind: 'none' };
  const value = dict(entries, truncated);
  return {
    type: 'collections.defaultdict',
    repr: ['defaultdict(', factory, ', ', value, ')'],
    content: { value },
  };
};

const counter: Recognize = ({ args, truncated }) => {
  const counts = args[0];
  if (counts === undefined) return { type: 'collections.Counter', repr: ['Counter()'] };
  if (counts.kind !== 'dict') return undefined;
  const sizeOf = (value: PyValue): number => numberOfPy(value) ?? 0;
  const sorted = counts.entries.toSorted(([, a], [, b]) => sizeOf(b) - sizeOf(a));
  const repr: Piece[] =
    sorted.length === 0 ? ['Counter()'] : ['Counter(', dict(sorted, truncated), ')'];
  return { type: 'collections.Counter', repr, content: { value: counts } };
};

const deque: Recognize = ({ args, items = [], truncated }): Known => {
  const list: PyValue = { kind: 'list', items, ...(truncated && { truncated }) };
  const maxlen = args[1];
  const limit: Piece[] =
    maxlen === undefined || maxlen.kind === 'none' ? [] : [', maxlen=', maxlen];
  return {
    type: 'collections.deque',
    repr: ['deque(', list, ...limit, ')'],
    content: { items: list },
  };
};

function dict(entries: [PyValue, PyValue][] = [], truncated?: true): PyValue {
  return { kind: 'dict', entries, ...(truncated && { truncated }) };
}

const PATHS = ['PosixPath', 'WindowsPath', 'PurePosixPath', 'PureWindowsPath'];

export const STANDARD: readonly (readonly [string, Recognize])[] = [
  ['decimal.Decimal', decimal],
  ['builtins.complex', complex],
  ['builtins.range', range],
  ['builtins.slice', slice],
  ['uuid.UUID', uuid],
  ['collections.OrderedDict', orderedDict],
  ['collections.defaultdict', defaultDict],
  ['collections.Counter', counter],
  ['collections.deque', deque],
  ...PATHS.map((name) => [`pathlib.${name}`, pathOf(name)] as const),
];
