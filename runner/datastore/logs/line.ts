/**
 * One line of a stored log: `[MFLOG|0|2026-11-23T15:17:22.350736Z|runtime|<id>]message`. Metaflow's form, byte exact.
 * Times are epoch microseconds here, since that is what the files hold.
 */
import type { LogSource } from '../layout';

export interface ParsedLine {
  /** Epoch microseconds; undefined for a line without a header. */
  readonly at: number | undefined;
  /** Without header and line end; bytes that are not UTF-8 are replaced. */
  readonly text: string;
}

/** Longer lines are cut for display; the file keeps every byte. */
const MAX_TEXT_BYTES = 64 * 1024;
/** Prefix, time, source and id of any real header fit. */
const MAX_HEADER = 256;
const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const CLOSING_BRACKET = 0x5d;

// A leading BOM is part of what was printed.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const HEADER = /^\[!?\[?MFLOG\|0\|([^|]*)\|[^|]*\|[^\]]*\]$/;
const TIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\.(\d{1,6})Z$/;
/** What Metaflow appends to an unfinished last line of stderr without a newline between. */
const GLUED_LINE = /\[MFLOG\|0\|[^|\]]*\|runtime\|[^\]]*\](?=Task failed\.$)/;

/** Neighbouring lines share their second; making its text is most of the work. */
let lastSecond = { second: NaN, text: '' };

/** `2026-11-23T15:17:22.350736Z`. */
export function formatTime(micros: number): string {
  const second = Math.floor(micros / 1_000_000);
  if (second !== lastSecond.second) {
    lastSecond = { second, text: new Date(second * 1000).toISOString().slice(0, 20) };
  }
  return `${lastSecond.text}${String(micros - second * 1_000_000).padStart(6, '0')}Z`;
}

/** @returns epoch microseconds; undefined for a text of another form. */
export function parseTime(text: string): number | undefined {
  const match = TIME.exec(text);
  if (match?.[1] === undefined || match[2] === undefined) return undefined;
  const seconds = Date.parse(`${match[1]}Z`);
  return Number.isNaN(seconds) ? undefined : seconds * 1000 + Number(match[2].padEnd(6, '0'));
}

function formatHeader(micros: number, source: LogSource, id: string): string {
  return `[MFLOG|0|${formatTime(micros)}|${source}|${id}]`;
}

/** A whole line with its newline. `message` must not contain one. */
export function formatLogLine(
  micros: number,
  source: LogSource,
  id: string,
  message: string,
): string {
  return `${formatHeader(micros, source, id)}${message}\n`;
}

/** @param line its bytes, with or without the newline. */
export function parseLogLine(line: Uint8Array): ParsedLine {
  let end = line.length;
  if (line[end - 1] === NEWLINE) end -= 1;
  if (line[end - 1] === CARRIAGE_RETURN) end -= 1;
  const bracket = headerEnd(line, end);
  const header = bracket === 0 ? null : HEADER.exec(decoder.decode(line.subarray(0, bracket)));
  const at = header?.[1] === undefined ? undefined : parseTime(header[1]);
  return { at, text: textOf(line.subarray(at === undefined ? 0 : bracket, end)) };
}

/** All lines of some bytes; an unfinished last one is included. */
export function parseLogLines(bytes: Uint8Array): ParsedLine[] {
  const lines: ParsedLine[] = [];
  for (let start = 0; start < bytes.length;) {
    const newline = bytes.indexOf(NEWLINE, start);
    const end = newline === -1 ? bytes.length : newline + 1;
    lines.push(parseLogLine(bytes.subarray(start, end)));
    start = end;
  }
  return lines;
}

/** Position behind the header's closing bracket; 0 when the line has none. */
function headerEnd(line: Uint8Array, end: number): number {
  if (line[0] !== 0x5b || end === 0) return 0;
  const index = line.subarray(0, Math.min(end, MAX_HEADER)).indexOf(CLOSING_BRACKET);
  return index + 1;
}

function textOf(bytes: Uint8Array): string {
  const cut = bytes.length - MAX_TEXT_BYTES;
  if (cut > 0) return `${decoder.decode(bytes.subarray(0, MAX_TEXT_BYTES))}… (${cut} more bytes)`;
  return decoder.decode(bytes).replace(GLUED_LINE, ' ');
}
