/** pandas' tables: how large they are and what their columns are called, where that costs nothing. The values stay unread. */
import { entryOf, itemsOf, numberOfPy, textOfStr, type PyObject, type PyValue } from '../value';
import { shortName, strText } from '../text';
import type { Json } from '../../../flow/description';
import { dateText } from './dtype';
import type { Known, Recognize } from './known';
import { asNdArray, shapeText } from './numpy';

/** Column names that are shown. */
const MOST_NAMES = 20;

/** The axes of a block manager, columns first; in its arguments (pandas 1.3 and later) or in its state. */
function axesOf(object: PyObject): readonly PyValue[] {
  const manager = entryOf(object.state, '_mgr') ?? entryOf(object.state, '_data');
  if (manager?.kind !== 'object') return [];
  return itemsOf(manager.args[1]) ?? itemsOf(itemsOf(manager.state)?.[0]) ?? [];
}

/** Of an index: `_new_Index(cls, {…})`. */
function indexContent(index: PyValue | undefined): PyValue | undefined {
  return index?.kind === 'object' ? index.args[1] : undefined;
}

function indexLength(index: PyValue | undefined): number | undefined {
  const content = indexContent(index);
  const [start, stop, step] = ['start', 'stop', 'step'].map((key) =>
    numberOfPy(entryOf(content, key)),
  );
  if (start !== undefined && stop !== undefined && step !== undefined && step !== 0) {
    return Math.max(0, Math.ceil((stop - start) / step));
  }
  const codes = itemsOf(entryOf(content, 'codes'))?.[0];
  return dataLength(entryOf(content, 'data') ?? codes);
}

function dataLength(data: PyValue | undefined): number | undefined {
  return (asNdArray(data) ?? asNdArray(backing(data)))?.shape.at(-1);
}

/** The numpy array inside one of pandas' own arrays (dates, categories). */
function backing(data: PyValue | undefined): PyValue | undefined {
  if (data?.kind !== 'object') return undefined;
  const state = data.state;
  const parts = [...(itemsOf(state) ?? []), ...data.args];
  return (
    entryOf(state, '_ndarray') ?? entryOf(state, '_codes') ?? parts.find((part) => asNdArray(part))
  );
}

function indexNames(index: PyValue | undefined): readonly string[] {
  const data = entryOf(indexContent(index), 'data');
  const items = asNdArray(data)?.items ?? asNdArray(backing(data))?.items ?? [];
  return items.flatMap((item) => textOfStr(item) ?? []);
}

/** Of a table of which only the beginning was read: the first block of values knows the rows. */
function rowsOfBlock({ state }: PyObject): number | undefined {
  const entries = state?.kind === 'dict' ? state.entries : [];
  return entries.map(([, value]) => asNdArray(value)?.shape[1]).find((size) => size !== undefined);
}

const dataFrame: Recognize = (object): Known => {
  const [columns, rows] = axesOf(object);
  const shape = [indexLength(rows) ?? rowsOfBlock(object), indexLength(columns)];
  const names = indexNames(columns);
  const more = names.length > MOST_NAMES ? ', …' : '';
  const listed = names.length === 0 ? '' : `: ${names.slice(0, MOST_NAMES).join(', ')}${more}`;
  const [rowCount = '?', columnCount = '?'] = shape;
  return {
    type: 'pandas.DataFrame',
    repr: [`DataFrame(${rowCount} rows × ${columnCount} columns${listed})`],
    json: { shape: shape.map(known), columns: [...names] },
  };
};

const series: Recognize = (object): Known => {
  const length = indexLength(axesOf(object)[0]);
  const name = textOfStr(entryOf(object.state, '_name') ?? entryOf(object.state, 'name'));
  const named = name === undefined ? '' : `, name=${strText(name)}`;
  return {
    type: 'pandas.Series',
    repr: [`Series(${length ?? '?'} rows${named})`],
    json: { shape: [known(length)], name: name ?? null },
  };
};

const index: Recognize = (object): Known => {
  const made = object.args[0];
  const name = made?.kind === 'global' ? shortName(made.name) : 'Index';
  const length = indexLength(object);
  const shape = length === undefined ? '' : `shape=${shapeText([length])}`;
  return { type: `pandas.${name}`, repr: [`${name}(${shape})`], json: { shape: [known(length)] } };
};

/** pandas' arrays over a numpy one: `__pyx_unpickle_NDArrayBacked(cls, checksum, state)`. */
const backedArray: Recognize = ({ args, state }): Known | undefined => {
  const made = args[0];
  if (made?.kind !== 'global') return undefined;
  const parts = [...(itemsOf(state) ?? []), ...(itemsOf(args[2]) ?? [])];
  const array = parts.map(asNdArray).find((part) => part !== undefined);
  const name = shortName(made.name);
  return {
    type: `pandas.${name}`,
    repr: [`${name}(${array === undefined ? '…' : `shape=${shapeText(array.shape)}`})`],
    json: { shape: array === undefined ? null : [...array.shape] },
  };
};

const RESOLUTIONS = new Map([
  [7, 's'],
  [8, 'ms'],
  [9, 'us'],
  [10, 'ns'],
]);

const timestamp: Recognize = ({ args }) => {
  const count = args[0];
  if (count?.kind !== 'int') return undefined;
  const unit = RESOLUTIONS.get(numberOfPy(args[3]) ?? 10) ?? 'ns';
  const iso = textOfStr(dateText(BigInt(count.value), unit));
  const text = iso?.replace('T', ' ').replace(/\.0*$|(\.\d*[1-9])0+$/, '$1');
  if (text === undefined) return undefined;
  return { type: 'pandas.Timestamp', repr: [`Timestamp('${text}')`], json: { value: text } };
};

const known = (size: number | undefined): Json => size ?? null;

export const PANDAS: readonly (readonly [string, Recognize])[] = [
  ['pandas.core.frame.DataFrame', dataFrame],
  ['pandas.DataFrame', dataFrame],
  ['pandas.core.series.Series', series],
  ['pandas.Series', series],
  ['pandas.core.indexes.base._new_Index', index],
  ['pandas._libs.arrays.__pyx_unpickle_NDArrayBacked', backedArray],
  ['pandas._libs.tslibs.timestamps._unpickle_timestamp', timestamp],
];
