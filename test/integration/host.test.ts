/** One host, real Python: what an attempt gets, how it ends, and that nothing of it stays. */
import { existsSync as isThere } from 'node:fs';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestHost, firstLine, gone, isAlive, scientificPython } from './host/harness';

describe.each([
  ['fork', '1'],
  ['fresh', '0'],
])('a host in %s mode', (mode, FLOWDECK_FORK) => {
  const start = (file: string, env: NodeJS.ProcessEnv = {}, argv: readonly string[] = []) =>
    TestHost.start(file, { env: { FLOWDECK_FORK, ...env }, argv });

  it('describes the flow and the Python that runs it', async () => {
    await using test = await start('linear.py');
    const { described } = test.host;
    expect(described.mode).toBe(mode);
    expect(described.description.name).toBe('LinearFlow');
    expect(described.description.steps.map((step) => step.name)).toEqual(['start', 'end']);
    expect(described.python.version).toMatch(/^3\.\d+\.\d+$/);
    expect(described.python.executable).toMatch(/python/);
    expect(test.output).toContain('stdout: printed at import');
    expect(test.output).toContain('stderr: said at import');
  });

  it('converts parameters and tells their values', async () => {
    await using test = await start('linear.py');
    const end = await test.parameters({ alpha: '0.25' });
    expect(end).toMatchObject({ result: { state: 'succeeded' }, values: { alpha: 0.25 } });
  });

  it('tells which parameter has a bad value', async () => {
    await using test = await start('linear.py');
    const { result } = await test.parameters({ alpha: 'much' });
    expect(result.state === 'failed' && result.error.message).toMatch(/alpha.*much|much.*alpha/);
  });

  it('runs steps in processes of their own and sends their output to files', async () => {
    await using test = await start('linear.py', {}, ['run', '--max-workers', '1']);
    await test.parameters();
    const first = await test.run('start');
    expect(first.result).toEqual({ state: 'succeeded', transition: { next: ['end'] } });
    expect(await test.log(first)).toBe("héllo from start ['run', '--max-workers', '1']\n");
    expect(await test.log(first, 'stderr')).toBe('a warning\n');
    const last = await test.run('end', [first]);
    expect(last.result).toEqual({ state: 'succeeded', transition: null });
    expect(await test.log(last)).toBe('__main__ 3 0.5 True\n');
    expect(last.cpuSeconds).toBeGreaterThan(0);
    expect(last.maxMemory).toBeGreaterThan(1_000_000);
  });

  it("leaves the records to the task's own process when a child that it forked raises", async () => {
    await using test = await start('forking.py');
    await test.parameters();
    const first = await test.run('start');
    expect(first.result.state).toBe('succeeded');
    expect(await test.log(first)).toBe("['0.attempt.json']\n");
  });

  it('gives siblings of a foreach their items and joins them in order', async () => {
    await using test = await start('siblings.py');
    await test.parameters();
    const split = await test.run('start');
    expect(split.result).toMatchObject({ transition: { foreach: { splits: 4 } } });
    const siblings = [0, 1, 2, 3].map((index) => test.request('body', [split], index));
    test.host.launch(siblings.slice(0, 2));
    test.host.launch(siblings.slice(2));
    const ends = await Promise.all(siblings.map((sibling) => test.ended(sibling)));
    expect(ends.map((end) => end.result.state)).toEqual(Array(4).fill('succeeded'));
    const words = await Promise.all(siblings.map(async (one) => (await test.log(one)).split(' ')));
    expect(words.map(([item]) => item)).toEqual(['0', '10', '20', '30']);
    const parents = new Set(words.map(([, parent]) => Number(parent)));
    expect(parents.size).toBe(1);
    expect(parents.has(test.host.pid ?? 0)).toBe(mode === 'fresh');
    const join = await test.run('join', siblings);
    expect(await test.log(join)).toBe('[0, 1, 2, 3]\n');
  });

  it.each([
    ['killed', { kind: 'signal', signal: 'SIGKILL' }],
    ['aborted', { kind: 'signal', signal: 'SIGABRT' }],
    ['hard exit', { kind: 'exit', exitCode: 7 }],
    ['exit', { kind: 'exit', exitCode: 3 }],
    ['raise', { kind: 'exception', type: expect.stringContaining('ZeroDivisionError') as string }],
  ])('tells how a task that is %s ended', async (WAY, error) => {
    await using test = await start('ending.py', { WAY });
    await test.parameters();
    const { result } = await test.run('start');
    expect(result).toMatchObject({ state: 'failed', error });
  });

  it('goes on after a task was killed', async () => {
    await using test = await start('siblings.py');
    await test.parameters();
    const split = await test.run('start');
    const [first, second] = [test.request('body', [split], 0), test.request('body', [split], 1)];
    test.host.launch([{ ...first, stdout: '/nowhere/at/all' }]);
    expect((await test.ended(first)).result).toMatchObject({ error: { kind: 'storage' } });
    test.host.launch([second]);
    expect((await test.ended(second)).result.state).toBe('succeeded');
  });

  it('cancels an attempt with everything that it started', async () => {
    await using test = await start('ending.py', { WAY: 'wait' });
    await test.parameters();
    const request = test.request('start');
    test.host.launch([request]);
    const grandchild = Number(await firstLine(() => test.log(request)));
    expect(isAlive(grandchild)).toBe(true);
    test.host.cancel([request], 0.2);
    expect((await test.ended(request)).result).toMatchObject({
      state: 'failed',
      error: { kind: 'signal', signal: 'SIGTERM', message: 'The attempt was stopped' },
    });
    await gone(grandchild);
  });

  it('ends what a crashed task had started', async () => {
    await using test = await start('ending.py', { WAY: 'wait' });
    await test.parameters();
    const request = test.request('start');
    test.host.launch([request]);
    const grandchild = Number(await firstLine(() => test.log(request)));
    process.kill(await test.started(request), 'SIGKILL');
    expect((await test.ended(request)).result).toMatchObject({ error: { signal: 'SIGKILL' } });
    await gone(grandchild);
  });

  it('takes replies that are larger than a pipe', async () => {
    await using test = await start('siblings.py', { COUNT: '20000' });
    await test.parameters();
    const { result } = await test.run('start');
    const values = result.state === 'succeeded' ? result.transition?.foreach?.values : undefined;
    expect(values?.length).toBe(20_000);
    expect(values?.[19_999]).toBe('19999');
  });

  it('leaves no process behind when the host is killed', async () => {
    await using test = await start('ending.py', { WAY: 'wait' });
    await test.parameters();
    const request = test.request('start');
    test.host.launch([request]);
    const child = await test.started(request);
    const grandchild = Number(await firstLine(() => test.log(request)));
    process.kill(test.host.pid ?? 0, 'SIGKILL');
    await test.until(() => test.lost !== undefined);
    expect(test.lost).toContain('SIGKILL');
    await Promise.all([gone(child), gone(grandchild)]);
  });

  it('rejects a request that the host did not live to answer', async () => {
    await using test = await start('linear.py');
    process.kill(test.host.pid ?? 0, 'SIGSTOP');
    const parameters = test.parameters();
    process.kill(test.host.pid ?? 0, 'SIGKILL');
    await expect(parameters).rejects.toMatchObject({ code: 'host-lost' });
  });

  it('ends running tasks when it is disposed', async () => {
    const test = await start('ending.py', { WAY: 'wait' });
    await test.parameters();
    const request = test.request('start');
    test.host.launch([request]);
    const grandchild = Number(await firstLine(() => test.log(request)));
    await test[Symbol.asyncDispose]();
    await gone(grandchild);
    expect(test.lost).toBeUndefined();
  });

  it('lets tasks tidy up when it is disposed', async () => {
    await using test = await start('ending.py', { WAY: 'tidy' });
    await test.parameters();
    const request = test.request('start');
    test.host.launch([request]);
    await firstLine(() => test.log(request));
    await test.host[Symbol.asyncDispose]();
    expect(await test.log(request)).toBe('ready\ntidied\n');
  });

  describe('what a task starts from', () => {
    let elsewhere: string;
    beforeAll(async () => {
      elsewhere = await realpath(await mkdtemp(path.join(tmpdir(), 'elsewhere-')));
    });
    afterAll(() => rm(elsewhere, { recursive: true }));

    it('is what the import left, without the host’s or the editor’s part', async () => {
      const test = await start('state.py', {
        ELSEWHERE: elsewhere,
        VSCODE_PID: '1',
        ELECTRON_RUN_AS_NODE: '1',
        NODE_OPTIONS: '--no-warnings',
      });
      await test.parameters();
      const first = await test.run('start');
      const log = await test.log(first);
      const lines = log.split('\n');
      expect(lines.slice(0, 8)).toEqual([
        'environment yes None',
        'editor []',
        `folder ${elsewhere}`,
        'SIGTERM True',
        'SIGINT True',
        'SIGCHLD True',
        "stdin b''",
        'scratch True',
      ]);
      expect(log).toContain('exit handler of the task');
      // A fresh interpreter made that import itself; a forked one did not.
      expect(log.includes('exit handler of the import')).toBe(mode === 'fresh');
      const own = /^own (.*)$/m.exec(log)?.[1] ?? '';
      expect(isThere(own)).toBe(false);
      const last = await test.run('end', [first]);
      expect(await test.log(last)).toMatch(/^scratch True\n/);
      await test[Symbol.asyncDispose]();
      // The host's own; and, in a fresh interpreter, that of the process which stored the parameters.
      const handled = test.output.split('exit handler of the import').length - 1;
      expect(handled).toBe(mode === 'fresh' ? 2 : 1);
    });
  });

  it.each(['yes', 'no'])('keeps the rule of random states, seeded at import: %s', async (SEED) => {
    await using test = await TestHost.start('randoms.py', {
      env: { FLOWDECK_FORK, SEED },
      python: scientificPython,
    });
    await test.parameters();
    const split = await test.run('start');
    const siblings = [0, 1, 2].map((index) => test.request('body', [split], index));
    test.host.launch(siblings);
    await Promise.all(siblings.map((sibling) => test.ended(sibling)));
    const drawn = await Promise.all(
      siblings.map(async (one) => JSON.parse(await test.log(one)) as number[]),
    );
    const distinct = [0, 1, 2].map((which) => new Set(drawn.map((one) => one[which])).size);
    expect(distinct).toEqual(SEED === 'yes' ? [1, 1, 1] : [3, 3, 3]);
    if (SEED === 'yes')
      expect(drawn[0]).toEqual([0.6394267984578837, 0.3745401188473625, 0.7739560485559633]);
  });
});

describe('forking', () => {
  it('fails the siblings of a template that is killed, and goes on', async () => {
    await using test = await TestHost.start('siblings.py', { env: { WAIT_FOR: '1' } });
    await test.parameters();
    const split = await test.run('start');
    const [first, second] = [test.request('body', [split], 0), test.request('body', [split], 1)];
    test.host.launch([first, second]);
    const child = await test.started(second);
    const template = Number((await firstLine(() => test.log(second))).split(' ')[1]);
    await test.ended(first);
    process.kill(template, 'SIGKILL');
    expect((await test.ended(second)).result).toMatchObject({
      state: 'failed',
      error: { kind: 'signal', signal: 'SIGKILL' },
    });
    await gone(child);
    const third = test.request('body', [split], 2);
    test.host.launch([third]);
    expect((await test.ended(third)).result.state).toBe('succeeded');
  });

  it('starts hundreds of attempts at once', async () => {
    await using test = await TestHost.start('siblings.py', { env: { COUNT: '300' } });
    await test.parameters();
    const split = await test.run('start');
    const siblings = Array.from({ length: 300 }, (_, index) =>
      test.request('body', [split], index),
    );
    test.host.launch(siblings);
    const ends = await Promise.all(siblings.map((sibling) => test.ended(sibling)));
    expect(new Set(ends.map((end) => end.result.state))).toEqual(new Set(['succeeded']));
  });

  it.each([
    ['thread', 'poller'],
    ['socket', 'an open socket'],
    ['library', 'tensorflow'],
  ])('gives way to fresh interpreters when the import leaves a %s', async (IMPORTS, why) => {
    await using test = await TestHost.start('unsafe.py', { env: { IMPORTS } });
    expect(test.host.described.mode).toBe('fresh');
    expect(test.host.described.why).toContain(why);
    await test.parameters();
    expect((await test.run('start')).result.state).toBe('succeeded');
  });

  it.each(['nothing', 'numbers'])('stays when the import leaves %s', async (IMPORTS) => {
    await using test = await TestHost.start('unsafe.py', {
      env: { IMPORTS },
      python: scientificPython,
    });
    expect(test.host.described.why).toBeUndefined();
    expect(test.host.described.mode).toBe('fork');
  });
});
