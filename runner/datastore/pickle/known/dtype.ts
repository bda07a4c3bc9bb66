/** numpy's element types: how long they are and what their bytes mean (numpy's array interface protocol has the letters). */
import {
  FALSE,
  itemsOf,
  numberOfPy,
  pyInt,
  pyStr,
  textOfStr,
  TRUE,
  type PyObject,
  type PyValue,
} from '../value';
import { float32 } from '../text';

export interface DType {
  /** `float64`, `datetime64[ns]`, `<U5`, `object`. */
  readonly name: string;
  /** The letter of the kind: `f`, `i`, `O`. */
  readonly letter: string;
  /** Bytes of an element. */
  readonly size: number;
  readonly littleEndian: boolean;
  /** Of dates and durations: `ns`. */
  readonly unit?: string;
}

const NAMES: { readonly [letter: string]: (bits: number) => string } = {
  f: (bits) => `float${bits}`,
  i: (bits) => `int${bits}`,
  u: (bits) => `uint${bits}`,
  c: (bits) => `complex${bits}`,
  b: () => 'bool',
  O: () => 'object',
};

/** @param value a `numpy.dtype(…)` as pickled. */
export function asDType(value: PyValue | undefined): DType | undefined {
  if (value?.kind !== 'object' || value.class !== 'numpy.dtype') return undefined;
  const code = /^[<>|=]?([a-zA-Z])(\d+)$/.exec(textOfStr(value.args[0]) ?? '');
  if (code?.[1] === undefined) return undefined;
  const letter = code[1];
  const size = Number(code[2]);
  const littleEndian = textOfStr(itemsOf(value.state)?.[1]) !== '>';
  const unit = unitOf(value);
  const name = dtypeName(letter, size, littleEndian, unit, fieldsOf(value));
  return { name, letter, size, littleEndian, ...(unit !== undefined && { unit }) };
}

function dtypeName(
  letter: string,
  size: number,
  littleEndian: boolean,
  unit: string | undefined,
  fields: readonly string[],
): string {
  if (fields.length > 0) return `(${fields.join(', ')})`;
  if (letter === 'M') return unit === undefined ? 'datetime64' : `datetime64[${unit}]`;
  if (letter === 'm') return unit === undefined ? 'timedelta64' : `timedelta64[${unit}]`;
  if (letter === 'U') return `${littleEndian ? '<' : '>'}U${size}`;
  return NAMES[letter]?.(size * 8) ?? `|${letter}${size}`;
}

/** The element's bytes: a `U` counts characters of four bytes. */
export const elementSize = (dtype: DType): number =>
  dtype.letter === 'U' ? dtype.size * 4 : dtype.size;

/** The field names of a structured type. */
function fieldsOf(object: PyObject): readonly string[] {
  return (itemsOf(itemsOf(object.state)?.[3]) ?? []).flatMap((name) => textOfStr(name) ?? []);
}

/** The state of a date type ends with `({}, (b'ns', 1, 1, 1))`. */
function unitOf(object: PyObject): string | undefined {
  const unit = itemsOf(itemsOf(itemsOf(object.state)?.[8])?.[1]);
  const [name, count] = [unit?.[0], numberOfPy(unit?.[1])];
  if (name?.kind !== 'bytes' && name?.kind !== 'str') return undefined;
  const text = name.kind === 'str' ? name.value : Buffer.from(name.value).toString('latin1');
  return count === undefined || count === 1 ? text : `${count}${text}`;
}

/** The element at a byte offset; undefined for types that only numpy can read. */
export function elementAt(dtype: DType, bytes: DataView, offset: number): PyValue | undefined {
  const little = dtype.littleEndian;
  switch (`${dtype.letter}${dtype.size}`) {
    case 'b1':
      return bytes.getUint8(offset) === 0 ? FALSE : TRUE;
    case 'i1':
      return pyInt(bytes.getInt8(offset));
    case 'i2':
      return pyInt(bytes.getInt16(offset, little));
    case 'i4':
      return pyInt(bytes.getInt32(offset, little));
    case 'i8':
      return pyInt(bytes.getBigInt64(offset, little));
    case 'u1':
      return pyInt(bytes.getUint8(offset));
    case 'u2':
      return pyInt(bytes.getUint16(offset, little));
    case 'u4':
      return pyInt(bytes.getUint32(offset, little));
    case 'u8':
      return pyInt(bytes.getBigUint64(offset, little));
    case 'f2':
      return { kind: 'float', value: float16(bytes.getUint16(offset, little)) };
    case 'f4':
      return { kind: 'float', value: float32(bytes.getFloat32(offset, little)) };
    case 'f8':
      return { kind: 'float', value: bytes.getFloat64(offset, little) };
    case 'c8':
      return complex(bytes.getFloat32(offset, little), bytes.getFloat32(offset + 4, little));
    case 'c16':
      return complex(bytes.getFloat64(offset, little), bytes.getFloat64(offset + 8, little));
    default:
      return textOrDate(dtype, bytes, offset);
  }
}

function textOrDate(dtype: DType, bytes: DataView, offset: number): PyValue | undefined {
  switch (dtype.letter) {
    case 'U':
      return pyStr(utf32(dtype, bytes, offset));
    case 'S':
      return { kind: 'bytes', value: withoutPadding(bytes, offset, dtype.size) };
    case 'M':
      return dateText(bytes.getBigInt64(offset, dtype.littleEndian), dtype.unit);
    case 'm':
      return pyInt(bytes.getBigInt64(offset, dtype.littleEndian));
    default:
      return undefined;
  }
}

function complex(real: number, imaginary: number): PyValue {
  const part = (value: number): PyValue => ({ kind: 'float', value });
  return { kind: 'object', class: 'builtins.complex', args: [part(real), part(imaginary)] };
}

function float16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function utf32(dtype: DType, bytes: DataView, offset: number): string {
  let text = '';
  for (let i = 0; i < dtype.size; i += 1) {
    const code = bytes.getUint32(offset + i * 4, dtype.littleEndian);
    text += code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
  }
  return text.replace(/\0+$/, '');
}

function withoutPadding(bytes: DataView, offset: number, size: number): Uint8Array {
  const value = new Uint8Array(bytes.buffer, bytes.byteOffset + offset, size);
  let end = size;
  while (end > 0 && value[end - 1] === 0) end -= 1;
  return value.subarray(0, end);
}

/** Units per second, or seconds per unit. */
const PER_SECOND: { readonly [unit: string]: bigint } = {
  ns: 1_000_000_000n,
  us: 1_000_000n,
  ms: 1000n,
  s: 1n,
};
const NOT_A_TIME = -(2n ** 63n);
const SECONDS_PER_DAY = 86_400n;

/** ISO, as numpy prints it; the bare count for units that are not here. */
export function dateText(count: bigint, unit: string | undefined): PyValue {
  if (count === NOT_A_TIME) return pyStr('NaT');
  const scale = unit === 'D' ? undefined : PER_SECOND[unit ?? ''];
  if (scale === undefined && unit !== 'D') return pyInt(count);
  const perSecond = scale ?? 1n;
  const units = scale === undefined ? count * SECONDS_PER_DAY : count;
  const remainder = ((units % perSecond) + perSecond) % perSecond;
  const date = new Date(Number((units - remainder) / perSecond) * 1000);
  if (Number.isNaN(date.getTime())) return pyInt(count);
  const iso = date.toISOString().slice(0, 19);
  const digits = String(perSecond).length - 1;
  const fraction = digits === 0 ? '' : `.${String(remainder).padStart(digits, '0')}`;
  return pyStr(unit === 'D' ? iso.slice(0, 10) : `${iso}${fraction}`);
}
