/** How numbers, times and ids are written everywhere. Durations are milliseconds, times epoch milliseconds, sizes bytes. */
import type { Json } from '../flow/description';
import { english, type Translate } from './words';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `0.31 s`, `4.2 s`, `3 m 20 s`, `2 h 5 m`, `1 d 3 h`. */
export function formatDuration(milliseconds: number): string {
  const duration = Math.max(0, milliseconds);
  if (duration === 0) return '0 s';
  if (duration < 5) return '<0.01 s';
  if (duration < 995) return `${(duration / SECOND).toFixed(2)} s`;
  if (duration < MINUTE - 50) return `${(duration / SECOND).toFixed(1)} s`;
  if (duration < HOUR - SECOND / 2) return pair(duration, MINUTE, 'm', SECOND, 's');
  if (duration < DAY - MINUTE / 2) return pair(duration, HOUR, 'h', MINUTE, 'm');
  return pair(duration, DAY, 'd', HOUR, 'h');
}

function pair(
  duration: number,
  large: number,
  largeUnit: string,
  small: number,
  smallUnit: string,
) {
  const smalls = Math.round(duration / small);
  const perLarge = large / small;
  const rest = smalls % perLarge;
  const whole = `${Math.floor(smalls / perLarge)} ${largeUnit}`;
  return rest === 0 ? whole : `${whole} ${rest} ${smallUnit}`;
}

const SIZE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];

/** Powers of 1000: `24 B`, `1.2 kB`, `212 MB`. */
export function formatSize(bytes: number): string {
  let value = Math.max(0, bytes);
  let unit = 0;
  while (unit < SIZE_UNITS.length - 1 && Math.round(value) >= 1000) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit > 0 && value < 9.95 ? 1 : 0;
  return `${value.toFixed(digits)} ${SIZE_UNITS[unit] ?? ''}`;
}

/** `12,345`. */
export function formatCount(count: number): string {
  return count.toString().replace(/\B(?=(\d{3})+$)/g, ',');
}

/** Local time of day: `16:42`, or `16:42:07`. */
export function formatClock(at: number, seconds: boolean): string {
  const date = new Date(at);
  const parts = [date.getHours(), date.getMinutes(), ...(seconds ? [date.getSeconds()] : [])];
  return parts.map((part) => part.toString().padStart(2, '0')).join(':');
}

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** The clock for today (`16:42:07`), then `yesterday 16:42`, `Nov 20 16:42`, `Nov 20, 2025`. */
export function formatWhen(at: number, now: number, t: Translate = english): string {
  const date = new Date(at);
  const today = new Date(now);
  if (date.toDateString() === today.toDateString()) return formatClock(at, true);
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
  if (date.toDateString() === yesterday.toDateString()) {
    return t('yesterday {0}', formatClock(at, false));
  }
  const day = `${t(MONTHS[date.getMonth()] ?? '')} ${date.getDate()}`;
  if (date.getFullYear() !== today.getFullYear()) return `${day}, ${date.getFullYear()}`;
  return `${day} ${formatClock(at, false)}`;
}

/** The last four characters of a long id: `…2695`. */
export function shortId(id: string): string {
  return id.length <= 6 ? id : `…${id.slice(-4)}`;
}

/** Cuts at `limit` characters, with `…` as the last one. */
export function ellipsis(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit - 1)}…`;
}

/** A parameter's value on one line: strings bare, an expression as its source text. */
export function formatValue(value: Json, limit = 40): string {
  if (typeof value === 'string') return ellipsis(value, limit);
  if (typeof value === 'object' && value !== null && '$expression' in value) {
    const source: unknown = value['$expression'];
    if (typeof source === 'string') return ellipsis(source, limit);
  }
  return ellipsis(JSON.stringify(value), limit);
}

/** `train[11]`, `train[2,0]`, `start`. */
export function taskLabel(step: string, indices: readonly number[]): string {
  return indices.length === 0 ? step : `${step}[${indices.join(',')}]`;
}

/** The last part of a path of either kind of system. */
export function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}
