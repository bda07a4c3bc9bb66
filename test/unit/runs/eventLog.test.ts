import { appendFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatastore } from '../../../runner/datastore/datastore';
import { formatEventLine, type RunEvent } from '../../../runner/events';
import { EventLogReader } from '../../../runner/runs/eventLog';
import { begin, eventsOf, finish, REF, started } from './events';

let root: string;
let file: string;
let reader: EventLogReader;
beforeEach(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'flowdeck-log-'));
  file = path.join(root, REF.flow, REF.run, 'flowdeck/events.jsonl');
  await mkdir(path.dirname(file), { recursive: true });
  reader = new EventLogReader(openDatastore(root).storage, REF);
});
afterEach(() => rm(root, { recursive: true }));

const [first, second, third] = eventsOf(
  started(),
  { ...begin('start', '1'), value: 'ä' } as RunEvent,
  finish('start', '1'),
).map(formatEventLine) as [string, string, string];
const types = async (): Promise<unknown> => {
  const reading = await reader.read();
  return reading?.events.map(({ type }) => type);
};

describe('an event log', () => {
  it('is absent before it is written', async () => {
    expect(await reader.read()).toBeUndefined();
  });

  it('is read on from where the last reading ended', async () => {
    await writeFile(file, first);
    expect(await types()).toEqual(['run_started']);
    expect(await types()).toEqual([]);
    await appendFile(file, second + third);
    expect(await types()).toEqual(['attempt_started', 'attempt_ended']);
  });

  it('gives a torn line once it is whole', async () => {
    const bytes = Buffer.from(second);
    await writeFile(file, first);
    // Cut in the middle of a character of two bytes.
    await appendFile(file, bytes.subarray(0, bytes.indexOf(0xc3) + 1));
    expect(await types()).toEqual(['run_started']);
    await appendFile(file, bytes.subarray(bytes.indexOf(0xc3) + 1));
    expect(await types()).toEqual(['attempt_started']);
  });

  it('passes over lines that it does not understand', async () => {
    await writeFile(file, `${first}{"v":2,"type":"new"}\nnot json\n\n${third}`);
    expect(await types()).toEqual(['run_started', 'attempt_ended']);
  });

  it('may have lines that are longer than what is read at once', async () => {
    const [long] = eventsOf({ type: 'notice', message: 'x'.repeat(3 << 20) });
    await writeFile(file, first + (long ? formatEventLine(long) : '') + third);
    expect(await types()).toEqual(['run_started', 'notice', 'attempt_ended']);
  });

  it('says when it was replaced by a shorter one', async () => {
    await writeFile(file, first + second);
    await types();
    await writeFile(file, first);
    expect(await reader.read()).toEqual({ events: [], replaced: true });
    expect(await types()).toEqual(['run_started']);
  });
});
