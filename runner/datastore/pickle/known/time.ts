/** The standard library's dates and times, from the bytes that their pickles hold (CPython Lib/_pydatetime.py, `_getstate`). */
import { numberOfPy, textOfStr, type PyObject, type PyValue } from '../value';
import { strText } from '../text';
import { knownText, type Known, type Piece, type Recognize } from './known';

const two = (value: number): string => String(value).padStart(2, '0');

function stateBytes(object: PyObject, length: number): number[] | undefined {
  const first = object.args[0];
  return first?.kind === 'bytes' && first.value.length === length ? [...first.value] : undefined;
}

const date: Recognize = (object) => {
  const bytes = stateBytes(object, 4);
  if (bytes === undefined) return undefined;
  const [high = 0, low = 0, month = 0, day = 0] = bytes;
  const year = high * 256 + low;
  const iso = `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
  return knownText('datetime.date', `datetime.date(${year}, ${month}, ${day})`, iso);
};

const datetime: Recognize = (object) => {
  const bytes = stateBytes(object, 10);
  if (bytes === undefined) return undefined;
  const [high = 0, low = 0, monthAndFold = 0, day = 0, ...clock] = bytes;
  const year = high * 256 + low;
  const month = monthAndFold & 0x7f;
  const time = clockOf(clock);
  const zone = object.args[1];
  const iso = `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}T${time.iso}${offsetText(zone)}`;
  const parts = [year, month, day, ...time.parts].join(', ');
  return {
    type: 'datetime.datetime',
    repr: [`datetime.datetime(${parts}`, ...tail(zone, monthAndFold > 127), ')'],
    json: { value: iso },
  };
};

const time: Recognize = (object) => {
  const bytes = stateBytes(object, 6);
  if (bytes === undefined) return undefined;
  const [hourAndFold = 0, ...rest] = bytes;
  const clock = clockOf([hourAndFold & 0x7f, ...rest]);
  const zone = object.args[1];
  return {
    type: 'datetime.time',
    repr: [`datetime.time(${clock.parts.join(', ')}`, ...tail(zone, hourAndFold > 127), ')'],
    json: { value: `${clock.iso}${offsetText(zone)}` },
  };
};

function clockOf(bytes: readonly number[]): { parts: readonly number[]; iso: string } {
  const [hour = 0, minute = 0, second = 0, a = 0, b = 0, c = 0] = bytes;
  const micro = a * 65536 + b * 256 + c;
  const parts = [hour, minute, second, micro];
  const fraction = micro === 0 ? '' : `.${String(micro).padStart(6, '0')}`;
  const shown = micro !== 0 ? 4 : second !== 0 ? 3 : 2;
  return {
    parts: parts.slice(0, shown),
    iso: `${two(hour)}:${two(minute)}:${two(second)}${fraction}`,
  };
}

function tail(zone: PyValue | undefined, fold: boolean): Piece[] {
  const foldText = fold ? [', fold=1'] : [];
  return zone === undefined || zone.kind === 'none' ? foldText : [...foldText, ', tzinfo=', zone];
}

/** `+02:00` for a fixed zone; nothing for zones whose rules are not in the pickle. */
function offsetText(zone: PyValue | undefined): string {
  if (zone?.kind !== 'object' || zone.class !== 'datetime.timezone') return '';
  const delta = zone.args[0];
  if (delta?.kind !== 'object') return '';
  const [days = 0, seconds = 0] = delta.args.map((part) => numberOfPy(part) ?? 0);
  const total = days * 86400 + seconds;
  const size = Math.abs(total);
  return `${total < 0 ? '-' : '+'}${two(Math.floor(size / 3600))}:${two(Math.floor((size % 3600) / 60))}`;
}

const timedelta: Recognize = (object) => {
  const [days = 0, seconds = 0, micros = 0] = object.args.map((part) => numberOfPy(part) ?? 0);
  const parts = [
    days === 0 ? '' : `days=${days}`,
    seconds === 0 ? '' : `seconds=${seconds}`,
    micros === 0 ? '' : `microseconds=${micros}`,
  ].filter((part) => part !== '');
  const repr = `datetime.timedelta(${parts.join(', ') || '0'})`;
  return {
    type: 'datetime.timedelta',
    repr: [repr],
    json: { seconds: days * 86400 + seconds + micros / 1e6 },
  };
};

const timezone: Recognize = (object): Known | undefined => {
  const [delta, name] = object.args;
  if (delta?.kind !== 'object') return undefined;
  const isUtc = name === undefined && delta.args.every((part) => numberOfPy(part) === 0);
  const named: Piece[] = name === undefined ? [] : [', ', name];
  return {
    type: 'datetime.timezone',
    repr: isUtc ? ['datetime.timezone.utc'] : ['datetime.timezone(', delta, ...named, ')'],
    json: { value: offsetText(object) },
  };
};

const zoneInfo: Recognize = (object) => {
  const key = textOfStr(object.args[0]);
  if (key === undefined) return undefined;
  return knownText('zoneinfo.ZoneInfo', `zoneinfo.ZoneInfo(key=${strText(key)})`, key);
};

export const TIMES: readonly (readonly [string, Recognize])[] = [
  ['datetime.date', date],
  ['datetime.datetime', datetime],
  ['datetime.time', time],
  ['datetime.timedelta', timedelta],
  ['datetime.timezone', timezone],
  ['zoneinfo.ZoneInfo._unpickle', zoneInfo],
];
