import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AttemptEndedReply } from '../../../runner/compute/protocol';
import { parseEventLine, type RunEvent } from '../../../runner/events';
import {
  attemptEnded,
  lastLine,
  takenTransition,
  taskSplit,
} from '../../../runner/execute/attemptEvents';
import { EventLog } from '../../../runner/execute/eventLog';
import { parseStatus } from '../../../runner/execute/gitState';
import { installedPackages } from '../../../runner/execute/packages';
import { taskKey } from '../../../runner/scheduler/types';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'flowdeck-execute-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const notice = (message: string) => ({ type: 'notice', message }) as const;

describe('the event log', () => {
  const messages = (text: string): string[] =>
    text
      .split('\n')
      .filter(Boolean)
      .map((line) => {
        const event = parseEventLine(line);
        return event?.type === 'notice' ? event.message : 'unreadable';
      });
  const open = (file: string) => {
    const failures: unknown[] = [];
    const told: RunEvent[] = [];
    const log = new EventLog(file, (error) => failures.push(error));
    log.listen((event) => told.push(event));
    return { log, failures, told };
  };

  it('keeps the order in which events were appended, while one waits for its output', async () => {
    const file = path.join(folder, 'deep/events.jsonl');
    const { log, told } = open(file);
    let release = (): void => undefined;
    log.append(notice('first'));
    log.append(notice('held'), 1, new Promise<void>((resolve) => (release = resolve)));
    log.append(notice('last'));
    await new Promise((resolve) => setImmediate(resolve));
    expect(messages(await readFile(file, 'utf8'))).toEqual(['first']);
    release();
    await log.close();
    expect(messages(await readFile(file, 'utf8'))).toEqual(['first', 'held', 'last']);
    expect(told).toHaveLength(3);
  });

  it('lets an event go when what it waited for fails', async () => {
    const file = path.join(folder, 'events.jsonl');
    const { log } = open(file);
    log.append(notice('after a failure'), 1, Promise.reject(new Error('no output')));
    await log.close();
    expect(messages(await readFile(file, 'utf8'))).toEqual(['after a failure']);
  });

  it('tells a listener that comes late what it missed', async () => {
    const log = new EventLog(path.join(folder, 'events.jsonl'), () => undefined);
    log.append(notice('early'));
    await log.flush();
    const told: RunEvent[] = [];
    log.listen((event) => told.push(event));
    await log.close();
    expect(told).toMatchObject([{ message: 'early' }]);
  });

  it('reports once that it cannot be written, and still tells', async () => {
    await writeFile(path.join(folder, 'taken'), '');
    const { log, failures, told } = open(path.join(folder, 'taken/events.jsonl'));
    log.append(notice('one'));
    await log.flush();
    log.append(notice('two'));
    await log.close();
    expect(failures).toMatchObject([{ code: 'storage-unwritable' }]);
    expect(told).toHaveLength(2);
  });
});

describe('the end of an attempt', () => {
  const task = taskKey('work', [1]);
  const reply = (result: AttemptEndedReply['result']): AttemptEndedReply => ({
    type: 'attempt_ended',
    step: 'work',
    task: '7',
    attempt: 0,
    at: 1_000,
    cpuSeconds: 0.5,
    maxMemory: 10,
    result,
  });
  const failed = reply({ state: 'failed', error: { kind: 'signal', message: 'SIGTERM' } });
  const succeeded = reply({ state: 'succeeded', transition: { next: ['join'] } });

  it('is cancelled when it was told to end, unless it still ended well', () => {
    const told = { task, told: true, commands: [] };
    expect(attemptEnded({ ...told, reply: failed }).state).toBe('cancelled');
    expect(attemptEnded({ ...told, reply: succeeded }).state).toBe('succeeded');
  });

  it('says when it will be tried again', () => {
    const wait = { type: 'wait', task, attempt: 1, minutes: 2 } as const;
    const facts = { task, told: false, reply: failed };
    expect(attemptEnded({ ...facts, commands: [wait] }).retryAt).toBe(121_000);
    expect(attemptEnded({ ...facts, commands: [] })).not.toHaveProperty('retryAt');
  });

  it('is a failure when the scheduler refuses where it went', () => {
    const reason = { kind: 'too-many-splits', splits: 200, max: 100 } as const;
    const reject = { type: 'reject', failure: { task, attempt: 0, reason } } as const;
    const ended = attemptEnded({ task, told: false, reply: succeeded, commands: [reject] });
    expect(ended.state).toBe('failed');
    expect(ended.error?.message).toContain('--max-num-splits');
  });

  it('has the last line of its log from how it ended', () => {
    const ended = attemptEnded({ task, told: false, commands: [], reply: failed });
    expect(lastLine(ended)).toBe('Task failed.');
    const error = { kind: 'signal', message: 'SIGSEGV', signal: 'SIGSEGV' } as const;
    expect(lastLine({ ...ended, error })).toBe('Task failed with a segmentation fault.');
    expect(lastLine({ ...ended, state: 'cancelled' })).toBeUndefined();
  });

  it('tells of splits only', () => {
    const foreach = { artifact: 'items', splits: 3, values: ['a', 'b', 'c'] };
    const split = reply({ state: 'succeeded', transition: { next: ['x'], foreach } });
    const branch = reply({ state: 'caught', transition: { next: ['x', 'y'] } });
    expect(taskSplit(split)).toMatchObject({ next: ['x'], count: 3 });
    expect(taskSplit(branch)).toMatchObject({ next: ['x', 'y'], count: 1 });
    expect(taskSplit(succeeded)).toBeUndefined();
    expect(taskSplit(failed)).toBeUndefined();
    expect(takenTransition(split)).toEqual({ next: ['x'], splits: 3 });
    expect(takenTransition(reply({ state: 'succeeded', transition: null }))).toBeNull();
  });
});

describe('the environment of a run', () => {
  it('lists packages by their metadata folders, the first on the path wins', async () => {
    const [one, two] = [path.join(folder, 'one'), path.join(folder, 'two')];
    for (const file of [
      'one/numpy-1.26.4.dist-info',
      'one/scikit_learn-1.4.0.dist-info',
      'one/numpy',
      'two/numpy-1.0.dist-info',
      'two/old-2.0-py3.11.egg-info',
    ]) {
      await mkdir(path.join(folder, file), { recursive: true });
    }
    expect(await installedPackages([one, '/no/such/folder', two])).toEqual({
      numpy: '1.26.4',
      old: '2.0',
      'scikit-learn': '1.4.0',
    });
  });

  it('reads what git says', () => {
    const header = '# branch.oid abc\n# branch.head main\n# branch.upstream origin/main\n';
    expect(parseStatus(header)).toEqual({ commit: 'abc', branch: 'main', dirty: false });
    expect(parseStatus(`${header}1 .M N... 100644 file\n`)?.dirty).toBe(true);
    expect(parseStatus('# branch.oid abc\n# branch.head (detached)\n')).toEqual({
      commit: 'abc',
      dirty: false,
    });
    expect(parseStatus('# branch.oid (initial)\n# branch.head main\n')).toBeUndefined();
  });
});
