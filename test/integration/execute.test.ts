/** One run from request to end: what it tells, what it writes, what it refuses. */
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../runner/events';
import {
  ends,
  flowFile,
  ownFlow,
  readEvents,
  readLogFile,
  readOfficially,
  readRecord,
  runFlow,
  startRun,
  temporaryFolder,
} from './execute/runs';

const typesOf = (events: readonly RunEvent[]) => events.map((event) => event.type);

describe('a run', () => {
  it('tells and logs the same events, from its start to its end', async () => {
    await using folder = await temporaryFolder();
    const { events, result } = await runFlow(flowFile('hello.py'), folder.path);
    expect(await readEvents(result.ref)).toEqual(events);
    const attempts = ['attempt_started', 'attempt_ended'];
    expect(typesOf(events)).toEqual([
      'run_started',
      'parameters_stored',
      ...attempts,
      ...attempts,
      ...attempts,
      'run_ended',
    ]);
    expect(ends(events)).toEqual(['start 0 succeeded', 'shout 0 succeeded', 'end 0 succeeded']);
  });

  it('leaves a record with what it was and how it ended', async () => {
    await using folder = await temporaryFolder();
    const { result } = await runFlow(flowFile('params.py'), folder.path, {
      argv: ['run', '--tag', 'a'],
    });
    const record = await readRecord(result.ref);
    expect(record).toMatchObject({
      state: 'succeeded',
      user: 'tester',
      workingDirectory: folder.path,
      maxWorkers: 16,
      flow: 'ParamsFlow',
    });
    expect(Object.keys(record.parameters).length).toBeGreaterThan(0);
    expect(record.endedAt).toBeGreaterThanOrEqual(record.startedAt);
    expect(record.steps).toMatchObject({ start: { done: 1, expected: 1 } });
    expect(record.codePackage).toMatch(/^[0-9a-f]{40}$/);
  });

  it('names the newest run in latest_run and leaves no spool', async () => {
    await using folder = await temporaryFolder();
    const { result } = await runFlow(flowFile('hello.py'), folder.path);
    const { root, flow, run } = result.ref;
    expect(await readFile(path.join(root, flow, 'latest_run'), 'utf8')).toBe(run);
    const own = await readdir(path.join(root, flow, run, 'flowdeck'));
    expect(own.sort()).toEqual(['events.jsonl', 'process.json', 'run.json']);
  });

  it('tells how far a foreach splits and which item each task has', async () => {
    await using folder = await temporaryFolder();
    const { events } = await runFlow(flowFile('foreach.py'), folder.path);
    expect(events.filter((event) => event.type === 'task_split')).toMatchObject([
      { step: 'start', task: '1', next: ['work'], count: 5 },
    ]);
    const items = events.flatMap((event) =>
      event.type === 'attempt_started' && event.step === 'work'
        ? [[event.indices[0], event.value]]
        : [],
    );
    expect(Object.fromEntries(items)).toEqual({
      0: 'apple',
      1: '7',
      2: "{'a': 1}",
      3: 'a rather long text of more tha',
      4: 'None',
    });
  });

  it('runs no more tasks at once than it may', async () => {
    await using folder = await temporaryFolder();
    const { events } = await runFlow(flowFile('nested_foreach.py'), folder.path, {
      argv: ['run', '--max-workers', '2'],
    });
    let running = 0;
    let most = 0;
    for (const { type } of events) {
      if (type === 'attempt_started') most = Math.max(most, (running += 1));
      if (type === 'attempt_ended') running -= 1;
    }
    expect(most).toBe(2);
  });

  it('writes at most 20 small files a task, and one for each artifact that is listed', async () => {
    await using folder = await temporaryFolder();
    const { result } = await runFlow(flowFile('foreach.py'), folder.path);
    const { root, flow, run } = result.ref;
    for (const name of await readdir(path.join(root, flow, run, 'work'))) {
      if (name === '_meta') continue;
      const task = path.join(root, flow, run, 'work', name);
      const files = await readdir(task, { recursive: true });
      const small = await Promise.all(
        files.map(async (file) => (await stat(path.join(task, file))).isFile()),
      );
      const listed = files.filter((file) => /\d_artifact_[^_]/.test(file));
      expect(small.filter(Boolean).length - listed.length).toBeLessThanOrEqual(20);
    }
  });
});

describe('output', () => {
  it('is stored as it was written, each stream in its own file, none where nothing was', async () => {
    await using folder = await temporaryFolder();
    const { result } = await runFlow(ownFlow('printing.py'), folder.path);
    expect(await readLogFile(result.ref, 'start/1', 'stdout')).toBe('one\ntwo\nno newline');
    expect(await readLogFile(result.ref, 'start/1', 'stderr')).toBe('a warning\n');
    expect(await readLogFile(result.ref, 'raw/2', 'stdout')).toBe('caf\xe9\n');
    const { root, flow, run } = result.ref;
    const quiet = await readdir(path.join(root, flow, run, 'end/3'));
    expect(quiet.filter((name) => name.endsWith('.log'))).toEqual([]);
  });

  it('is in the log while the task still runs', async () => {
    await using folder = await temporaryFolder();
    const env = { ...process.env, TEST_FOLDER: folder.path, TEST_ITEMS: 'wait' };
    const run = startRun(ownFlow('waiting.py'), folder.path, { env });
    const ref = await run.started;
    await expect
      .poll(() => readLogFile(ref, 'work/2', 'stdout').catch(() => ''), { timeout: 60_000 })
      .toBe('item wait\n');
    expect(ends(run.events)).toEqual(['start 0 succeeded']);
    run.kill.abort();
    await run.outcome;
  });
});

describe('a failing task', () => {
  it('fails the run, with the traceback of the code of the flow', async () => {
    await using folder = await temporaryFolder();
    const file = ownFlow('failing.py');
    const { events, result } = await runFlow(file, folder.path);
    expect(result.state).toBe('failed');
    const end = events.find((event) => event.type === 'attempt_ended');
    expect(end).toMatchObject({
      step: 'start',
      state: 'failed',
      error: {
        kind: 'exception',
        type: 'builtins.ZeroDivisionError',
        message: expect.stringContaining('division by zero') as string,
        frames: [
          { file, name: 'start' },
          { file, name: 'divide', text: 'return number / 0' },
        ],
      },
    });
    expect(events.at(-1)).toMatchObject({ type: 'run_ended', state: 'failed' });
    expect((await readRecord(result.ref)).failure).toMatchObject({ step: 'start', task: '1' });
    const stderr = await readLogFile(result.ref, 'start/1', 'stderr');
    expect(stderr).toContain('ZeroDivisionError');
    expect(stderr.endsWith('Task failed.\n')).toBe(true);
  });

  it('looks failed to the official client', async () => {
    await using folder = await temporaryFolder();
    const { result } = await runFlow(ownFlow('failing.py'), folder.path);
    const { run } = await readOfficially(result.ref.flow, folder.path);
    expect(run).toMatchObject({ successful: false, finished: false });
    const task = run.tasks['start[]'];
    expect(task?.successful).toBe(false);
    expect(task?.exception).toContain('division by zero');
    expect(task?.stdout).toBe('before\n');
  });

  it('lets siblings that end soon end well, stops the others, and starts nothing more', async () => {
    await using folder = await temporaryFolder();
    const env = {
      ...process.env,
      TEST_FOLDER: folder.path,
      TEST_ITEMS: 'brief,wait,fail,never',
    };
    const { events, result } = await runFlow(ownFlow('waiting.py'), folder.path, {
      env,
      argv: ['run', '--max-workers', '3'],
    });
    expect(result.state).toBe('failed');
    expect(ends(events).toSorted()).toEqual([
      'start 0 succeeded',
      'work 0 cancelled',
      'work 0 failed',
      'work 0 succeeded',
    ]);
    expect(events.filter(({ type }) => type === 'attempt_started')).toHaveLength(4);
  });

  it('refuses a foreach above the limit', async () => {
    await using folder = await temporaryFolder();
    const { events, result } = await runFlow(flowFile('foreach.py'), folder.path, {
      argv: ['run', '--max-num-splits', '4'],
    });
    expect(result.state).toBe('failed');
    expect(events.find((event) => event.type === 'attempt_ended')).toMatchObject({
      state: 'failed',
      error: {
        message: expect.stringMatching(/yielded 5 .*maximum is 4.*--max-num-splits/) as string,
      },
    });
  });

  it('is tried again as often as @retry says, and caught by @catch', async () => {
    await using folder = await temporaryFolder();
    const { events } = await runFlow(flowFile('catch_retry.py'), folder.path);
    expect(ends(events)).toEqual([
      'start 0 failed',
      'start 1 succeeded',
      'risky 0 failed',
      'risky 1 caught',
      'calm 0 succeeded',
      'silent 0 caught',
      'end 0 succeeded',
    ]);
    expect(events.find((event) => event.type === 'attempt_ended')).toHaveProperty('retryAt');
  });
});

describe('what cannot run', () => {
  const refusal = async (file: string, cwd: string, argv: string[] = []) =>
    runFlow(file, cwd, { argv: ['run', ...argv] }).then(
      () => expect.fail('it ran'),
      (error: unknown) => error,
    );

  it('is refused before anything is stored: a graph with errors', async () => {
    await using folder = await temporaryFolder();
    const error = await refusal(ownFlow('endless.py'), folder.path);
    expect(error).toMatchObject({ code: 'missing-next', where: { line: 12 } });
    expect(await readdir(folder.path)).toEqual([]);
  });

  it('is refused before anything is stored: a parameter of the wrong type', async () => {
    await using folder = await temporaryFolder();
    const error = await refusal(ownFlow('parameters.py'), folder.path, ['--alpha', 'much']);
    expect(error).toMatchObject({
      code: 'usage',
      message: expect.stringContaining('--alpha') as string,
    });
    expect(await readdir(folder.path)).toEqual([]);
  });

  it('is refused: a default that fails; the run does not look as if it ran', async () => {
    await using folder = await temporaryFolder();
    const error = await refusal(ownFlow('parameters.py'), folder.path);
    expect(error).toMatchObject({
      code: 'parameter-invalid',
      message: expect.stringContaining("default of parameter 'made'") as string,
    });
    const flow = path.join(folder.path, '.metaflow', 'ParametersFlow');
    const [run] = (await readdir(flow)).filter((name) => /^\d+$/.test(name));
    const ref = { root: path.dirname(flow), flow: 'ParametersFlow', run: run ?? '' };
    expect((await readRecord(ref)).state).toBe('failed');
  });
});
