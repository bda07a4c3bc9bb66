import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDatastore, type Datastore } from '../../../runner/datastore/datastore';
import { runtimeLog, taskLog, type LogStream } from '../../../runner/datastore/layout';
import {
  formatLogLine,
  logSize,
  LogWriter,
  openLogWriter,
  parseLogLines,
  readLog,
  TASK_FAILED_LINE,
  TRUNCATED_LINE,
} from '../../../runner/datastore/logs';
import { formatTime, parseTime } from '../../../runner/datastore/logs/line';
import { temporaryFolders } from './temporary';

const newFolder = temporaryFolders();
const place = { flow: 'F', run: '1', step: 's', task: '2' };
const AT = 1_795_447_037_350_736;
const line = (micros: number, text: string): string => formatLogLine(micros, 'runtime', 'id', text);
const reading = { attempt: 0, limit: 1000, ended: true };

describe('a log line', () => {
  it('has the form that Metaflow reads', () => {
    expect(line(AT, 'hello é')).toBe('[MFLOG|0|2026-11-23T15:17:17.350736Z|runtime|id]hello é\n');
    expect(parseTime(formatTime(AT))).toBe(AT);
  });

  it.each<[string, number | undefined, string]>([
    ['[MFLOG|0|2026-11-23T15:17:17.350736Z|task|x]a]b[c', AT, 'a]b[c'],
    ['[![MFLOG|0|2026-11-23T15:17:17.350736Z|task|x]sent', AT, 'sent'],
    ['[MFLOG|0|2026-11-23T15:17:17.35Z|runtime|x]', AT - 736, ''],
    ['[MFLOG|0|yesterday|runtime|x]text', undefined, '[MFLOG|0|yesterday|runtime|x]text'],
    ['[not a header', undefined, '[not a header'],
    ['', undefined, ''],
    ['\u001b[31mred\u001b[0m\r', undefined, '\u001b[31mred\u001b[0m'],
  ])('is read from %j', (text, at, message) => {
    expect(parseLogLines(Buffer.from(`${text}\n`))).toEqual([{ at, text: message }]);
  });

  it('keeps apart what Metaflow glues to an unfinished line', () => {
    const text = `${line(AT, 'partial err').trimEnd()}${line(AT + 5, 'Task failed.').trimEnd()}`;
    expect(parseLogLines(Buffer.from(text))).toEqual([
      { at: AT, text: 'partial err Task failed.' },
    ]);
  });

  it('shows bytes that are not UTF-8 as replaced', () => {
    const bytes = Buffer.concat([Buffer.from(line(AT, 'a').slice(0, -1)), Buffer.of(0xff, 0x0a)]);
    expect(parseLogLines(bytes)).toEqual([{ at: AT, text: 'a\ufffd' }]);
  });
});

function newLog(stream: LogStream = 'stdout'): { ds: Datastore; file: string; writer: LogWriter } {
  const root = newFolder();
  const ds = openDatastore(root);
  const file = path.join(root, runtimeLog(place, 0, stream));
  return { ds, file, writer: openLogWriter(ds, place, 0, stream, { clock: () => AT / 1000 }) };
}

describe('a log writer', () => {
  it('makes no file before the first byte', async () => {
    const { writer, file } = newLog();
    await writer.write(new Uint8Array(0));
    expect(statSync(file, { throwIfNoEntry: false })).toBeUndefined();
    await writer.write(Buffer.from('x'));
    expect(statSync(file).size).toBeGreaterThan(0);
    await writer.close();
  });

  it('gives lines strictly growing times, wherever the bytes are cut', async () => {
    const { writer, file } = newLog();
    for (const piece of ['one\ntw', 'o', '\n\nthree\n', 'fo', 'ur'])
      await writer.write(Buffer.from(piece));
    await writer.close();
    const lines = parseLogLines(readFileSync(file));
    expect(lines.map(({ text }) => text)).toEqual(['one', 'two', '', 'three', 'four']);
    const times = lines.map(({ at = 0 }) => at);
    expect(times).toEqual(times.map((_, i) => (times[0] ?? 0) + i));
  });

  it('shows an unfinished line at once', async () => {
    const { writer, file } = newLog();
    await writer.write(Buffer.from('50%'));
    expect(parseLogLines(readFileSync(file)).map(({ text }) => text)).toEqual(['50%']);
    await writer.close();
  });

  it('puts its own words on a line of their own', async () => {
    const { writer, file } = newLog('stderr');
    await writer.write(Buffer.from('partial err'));
    await writer.writeLine(TASK_FAILED_LINE);
    await writer.close();
    expect(parseLogLines(readFileSync(file)).map(({ text }) => text)).toEqual([
      'partial err',
      'Task failed.',
    ]);
  });

  it('keeps bytes as they are, UTF-8 or not', async () => {
    const { writer, file } = newLog();
    await writer.write(Buffer.of(0xc3));
    await writer.write(Buffer.of(0xa9, 0xff, 0x0d, 0x0a));
    await writer.close();
    expect(readFileSync(file).subarray(-5)).toEqual(Buffer.of(0xc3, 0xa9, 0xff, 0x0d, 0x0a));
  });

  it('stops at the limit, says so, and still takes the last word', async () => {
    const root = newFolder();
    const file = path.join(root, 'x.log');
    const writer = new LogWriter(file, { maxBytes: 5000 });
    await writer.write(Buffer.from(`${'y'.repeat(100)}\n`.repeat(1000)));
    expect(writer.full).toBe(true);
    await writer.write(Buffer.from('never seen\n'));
    await writer.writeLine(TASK_FAILED_LINE);
    await writer.close();
    const lines = parseLogLines(readFileSync(file));
    expect(lines.at(-2)?.text).toBe(TRUNCATED_LINE);
    expect(lines.at(-1)?.text).toBe(TASK_FAILED_LINE);
    expect(lines.filter(({ text }) => text === 'y'.repeat(100)).length).toBeGreaterThan(20);
    expect(statSync(file).size).toBeLessThan(5400);
  });

  it('cuts a line that alone is longer than the limit', async () => {
    const file = path.join(newFolder(), 'x.log');
    const writer = new LogWriter(file, { maxBytes: 5000 });
    for (let i = 0; i < 10; i += 1) await writer.write(Buffer.from('z'.repeat(1000)));
    await writer.close();
    const lines = parseLogLines(readFileSync(file));
    expect(lines.map(({ text }) => text.slice(0, 5))).toEqual([
      'zzzzz',
      TRUNCATED_LINE.slice(0, 5),
    ]);
    expect(statSync(file).size).toBeLessThan(5300);
  });

  it('keeps the order of overlapping calls', async () => {
    const { writer, file } = newLog();
    await Promise.all(Array.from({ length: 50 }, (_, i) => writer.write(Buffer.from(`${i}\n`))));
    await writer.close();
    expect(parseLogLines(readFileSync(file)).map(({ text }) => Number(text))).toEqual(
      Array.from({ length: 50 }, (_, i) => i),
    );
  });

  it.skipIf(process.platform !== 'linux')('says what to do when the disk refuses', async () => {
    const writer = new LogWriter('/dev/full');
    await expect(writer.write(Buffer.from('x'))).rejects.toMatchObject({
      code: 'storage-unwritable',
      remedy: expect.stringContaining('disk is full') as string,
    });
    await writer.close();
  });
});

describe('reading a log', () => {
  async function stored(files: { readonly [key: string]: string }): Promise<Datastore> {
    const ds = openDatastore(newFolder());
    for (const [key, text] of Object.entries(files)) await ds.storage.write(key, text);
    return ds;
  }
  const out = runtimeLog(place, 0, 'stdout');
  const err = runtimeLog(place, 0, 'stderr');

  it('merges both streams and both sources by time', async () => {
    const ds = await stored({
      [out]: line(AT, 'a') + line(AT + 3_000, 'd'),
      [err]: line(AT + 1_000, 'b'),
      [taskLog(place, 0, 'stdout')]: line(AT + 2_000, 'c'),
    });
    const page = await readLog(ds, place, reading);
    expect(page.lines.map(({ text }) => text)).toEqual(['a', 'b', 'c', 'd']);
    expect(page.lines.map(({ stream }) => stream)).toEqual([
      'stdout',
      'stderr',
      'stdout',
      'stdout',
    ]);
    expect(page.lines[0]?.at).toBe(Math.floor(AT / 1000));
    expect(page).toMatchObject({ ended: true, skipped: false });
    expect(await logSize(ds, place, 0, 'stderr')).toBe(line(AT, 'b').length);
  });

  it('leaves lines without a time where they stand', async () => {
    const ds = await stored({
      [out]: `${line(AT, 'a')}stray\n${line(AT + 9, 'b')}`,
      [err]: line(AT + 5, 'e'),
    });
    const page = await readLog(ds, place, reading);
    expect(page.lines.map(({ text }) => text)).toEqual(['a', 'stray', 'e', 'b']);
  });

  it('goes on where the last page ended, without losing or repeating a line', async () => {
    const count = 500;
    const texts = Array.from({ length: count }, (_, i) => `line ${i}`);
    const ds = await stored({
      [out]: texts.map((text, i) => (i % 3 === 0 ? '' : line(AT + i, text))).join(''),
      [err]: texts.map((text, i) => (i % 3 === 0 ? line(AT + i, text) : '')).join(''),
    });
    const seen: string[] = [];
    let page = await readLog(ds, place, { ...reading, limit: 37 });
    seen.push(...page.lines.map(({ text }) => text));
    while (!page.ended) {
      page = await readLog(ds, place, { ...reading, limit: 37, cursor: page.cursor });
      seen.push(...page.lines.map(({ text }) => text));
    }
    expect(seen).toEqual(texts);
  });

  it('holds an unfinished line back while the attempt runs', async () => {
    const ds = await stored({ [out]: `${line(AT, 'a')}${line(AT + 1, '50%').trimEnd()}` });
    const page = await readLog(ds, place, { ...reading, ended: false });
    expect(page.lines.map(({ text }) => text)).toEqual(['a']);
    expect(page.ended).toBe(false);
    const rest = await readLog(ds, place, { ...reading, cursor: page.cursor });
    expect(rest.lines.map(({ text }) => text)).toEqual(['50%']);
    expect(rest.ended).toBe(true);
  });

  it.each([0, 1, 2, 7, 10, 11, 100])('shows the last %i lines', async (tail) => {
    const texts = Array.from({ length: 10 }, (_, i) => `line ${i}`);
    const ds = await stored({
      [out]: texts.map((text, i) => (i < 6 ? line(AT + i, text) : '')).join(''),
      [err]: texts.map((text, i) => (i < 6 ? '' : line(AT + i, text))).join(''),
    });
    const page = await readLog(ds, place, { ...reading, tail });
    expect(page.lines.map(({ text }) => text)).toEqual(tail === 0 ? [] : texts.slice(-tail));
    expect(page.skipped).toBe(tail < 10);
    expect(page.ended).toBe(true);
  });

  it('finds the last lines of a log of many megabytes, and follows what comes then', async () => {
    const many = Array.from({ length: 60_000 }, (_, i) =>
      line(AT + i, `${i} ${'x'.repeat(40)}`),
    ).join('');
    const ds = await stored({ [out]: many });
    const page = await readLog(ds, place, { ...reading, tail: 3, ended: false });
    expect(page.lines.map(({ text }) => parseInt(text))).toEqual([59_997, 59_998, 59_999]);
    await ds.storage.write(out, many + line(AT + 70_000, 'new'));
    const next = await readLog(ds, place, { ...reading, cursor: page.cursor });
    expect(next.lines.map(({ text }) => text)).toEqual(['new']);
  });

  it('cuts a line that nobody could read', async () => {
    const ds = await stored({ [out]: line(AT, 'x'.repeat(200_000)) });
    const [shown] = (await readLog(ds, place, reading)).lines;
    expect(shown?.text).toMatch(/^x{65536}… \(134464 more bytes\)$/);
  });

  it('reads the raw files of very old runs, and nothing at all', async () => {
    const ds = await stored({ 'F/1/s/2/0.stdout.log': 'plain\ntext\n' });
    expect((await readLog(ds, place, reading)).lines.map(({ text }) => text)).toEqual([
      'plain',
      'text',
    ]);
    const none = await readLog(ds, { ...place, task: '3' }, reading);
    expect(none).toMatchObject({ lines: [], ended: true, skipped: false });
  });

  it('refuses a cursor that is none', async () => {
    const ds = await stored({});
    await expect(readLog(ds, place, { ...reading, cursor: '1.2' })).rejects.toMatchObject({
      code: 'cursor-invalid',
    });
  });
});
