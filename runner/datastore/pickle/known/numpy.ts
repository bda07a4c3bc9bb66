/** numpy's arrays and scalars. */
import { asDType, elementAt, elementSize, type DType } from './dtype';
import type { Json } from '../../../flow/description';
import { itemsOf, numberOfPy, textOfStr, type PyObject, type PyValue } from '../value';
import type { Known, Recognize } from './known';

export interface NdArray {
  readonly dtype: DType;
  readonly shape: readonly number[];
  /** The first index varies fastest. */
  readonly fortran: boolean;
  /** Raw elements; may be fewer than the shape says if the pickle was cut. */
  readonly bytes?: Uint8Array;
  /** Of object arrays. */
  readonly items?: readonly PyValue[];
}

/** Elements that are decoded to show a value or to export it. */
const MOST_SHOWN = 100_000;
const NDARRAY = 'numpy.ndarray';

/** An array as numpy pickles it: by `_reconstruct` and a state, or by `_frombuffer` (protocol 5). */
export function asNdArray(value: PyValue | undefined): NdArray | undefined {
  if (value?.kind !== 'object') return undefined;
  if (value.class === 'numpy._core.multiarray._reconstruct') {
    const [, shape, dtype, fortran, data] = itemsOf(value.state) ?? [];
    return arrayFrom(shape, dtype, fortran?.kind === 'bool' && fortran.value, data);
  }
  if (value.class === 'numpy._core.numeric._frombuffer') {
    const [data, dtype, shape, order] = value.args;
    return arrayFrom(shape, dtype, textOfStr(order) === 'F', data);
  }
  return undefined;
}

function arrayFrom(
  shapeValue: PyValue | undefined,
  dtypeValue: PyValue | undefined,
  fortran: boolean,
  data: PyValue | undefined,
): NdArray | undefined {
  const dtype = asDType(dtypeValue);
  const shape = itemsOf(shapeValue)?.map(numberOfPy);
  if (dtype === undefined || shape === undefined) return undefined;
  const sizes = shape.filter((size) => size !== undefined);
  if (sizes.length !== shape.length) return undefined;
  const array = { dtype, shape: sizes, fortran };
  if (data?.kind === 'bytes' || data?.kind === 'bytearray') return { ...array, bytes: data.value };
  return data?.kind === 'list' ? { ...array, items: data.items } : array;
}

/** Nested lists of the first elements; undefined for element types that only numpy can read. */
export function arrayToList(array: NdArray, most: number = MOST_SHOWN): PyValue | undefined {
  const walk = { read: elementReader(array), strides: stridesOf(array), shape: array.shape };
  return nested({ ...walk, left: most, lists: most + 1 }, 0, 0);
}

interface Walk {
  readonly read: (index: number) => PyValue | undefined;
  readonly strides: readonly number[];
  readonly shape: readonly number[];
  left: number;
  /** Lists, too, are bounded: a shape may promise any number of empty ones. */
  lists: number;
}

function nested(walk: Walk, depth: number, index: number): PyValue | undefined {
  const size = walk.shape[depth];
  if (size === undefined) {
    walk.left -= 1;
    return walk.read(index);
  }
  walk.lists -= 1;
  const items: PyValue[] = [];
  const stride = walk.strides[depth] ?? 1;
  for (let i = 0; i < size && walk.left > 0 && walk.lists > 0; i += 1) {
    const item = nested(walk, depth + 1, index + i * stride);
    if (item === undefined) return undefined;
    items.push(item);
  }
  return items.length < size ? { kind: 'list', items, truncated: true } : { kind: 'list', items };
}

/** In elements. */
function stridesOf({ shape, fortran }: NdArray): readonly number[] {
  const strides = new Array<number>(shape.length).fill(1);
  const order = shape.map((_, axis) => (fortran ? axis : shape.length - 1 - axis));
  let stride = 1;
  for (const axis of order) {
    strides[axis] = stride;
    stride *= shape[axis] ?? 1;
  }
  return strides;
}

function elementReader({ dtype, bytes, items }: NdArray): (index: number) => PyValue | undefined {
  if (items !== undefined) return (index) => items[index];
  if (bytes === undefined) return () => undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = elementSize(dtype);
  return (index) =>
    (index + 1) * size <= bytes.length ? elementAt(dtype, view, index * size) : undefined;
}

const ndarray: Recognize = (object): Known | undefined => {
  const array = asNdArray(object);
  if (array === undefined)
    return { type: subclassName(object), repr: [`${subclassName(object)}(…)`] };
  const list = arrayToList(array, atHand(array));
  const about = `shape=${shapeText(array.shape)}, dtype=${array.dtype.name}`;
  const json: { [key: string]: Json } = { dtype: array.dtype.name, shape: [...array.shape] };
  return {
    type: subclassName(object),
    repr: list === undefined ? [`array(${about})`] : [`array(${about}, values=`, list, ')'],
    json,
    ...(list !== undefined && { content: { values: list } }),
  };
};

/** Elements that were read: of an array whose pickle was cut, the first ones. */
function atHand({ dtype, bytes, items, shape }: NdArray): number {
  const have = items?.length ?? (bytes?.length ?? 0) / Math.max(1, elementSize(dtype));
  // A single number has no axis, and still one element.
  return shape.length === 0 ? 1 : Math.min(MOST_SHOWN, Math.floor(have));
}

export function shapeText(shape: readonly number[]): string {
  return shape.length === 1 ? `(${shape[0] ?? 0},)` : `(${shape.join(', ')})`;
}

function subclassName(object: PyObject): string {
  const made = object.args[0];
  return made?.kind === 'global' ? made.name : NDARRAY;
}

const scalar: Recognize = ({ args }) => {
  const dtype = asDType(args[0]);
  const data = args[1];
  if (dtype === undefined || data?.kind !== 'bytes') return undefined;
  if (data.value.length < elementSize(dtype)) return undefined;
  const { buffer, byteOffset, byteLength } = data.value;
  const value = elementAt(dtype, new DataView(buffer, byteOffset, byteLength), 0);
  if (value === undefined) return undefined;
  const name = scalarName(dtype);
  const repr =
    value.kind === 'bool'
      ? [`np.${value.value ? 'True_' : 'False_'}`]
      : [`np.${name}(`, value, ')'];
  return { type: `numpy.${name}`, repr, json: { dtype: dtype.name }, content: { value } };
};

function scalarName(dtype: DType): string {
  const special: { readonly [letter: string]: string } = {
    U: 'str_',
    S: 'bytes_',
    M: 'datetime64',
    m: 'timedelta64',
  };
  return special[dtype.letter] ?? dtype.name;
}

const dtype: Recognize = (object) => {
  const found = asDType(object);
  if (found === undefined) return undefined;
  return { type: 'numpy.dtype', repr: [`dtype('${found.name}')`], json: { value: found.name } };
};

export const NUMPY: readonly (readonly [string, Recognize])[] = [
  ['numpy._core.multiarray._reconstruct', ndarray],
  ['numpy._core.numeric._frombuffer', ndarray],
  ['numpy._core.multiarray.scalar', scalar],
  ['numpy.dtype', dtype],
];
