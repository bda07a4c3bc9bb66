import { once } from 'node:events';
import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FLOWS, look, newestRun, Sandbox, until } from './cliSupport';

const GATE = path.join(import.meta.dirname, 'runsFlows/gate.py');
const HELLO = path.join(FLOWS, 'hello.py');

describe('flowdeck, after a run', () => {
  let sandbox: Sandbox;
  let output: string;
  beforeAll(async () => {
    sandbox = await Sandbox.create("flowdeck it's “ä” ");
    await writeFile(path.join(sandbox.folder, 'go'), '');
    const finished = await sandbox.flowdeck(
      ...['run', '--tag', 'night', '--logs', GATE, '--label', 'x'],
    );
    expect(finished).toMatchObject({ code: 0, stderr: '' });
    output = finished.stdout;
  });
  afterAll(() => sandbox[Symbol.asyncDispose]());

  it('showed the graph, the steps, the logs, what was found and what to type next', () => {
    expect(output).toContain('┆ ○ work\n');
    expect(output).toMatch(/✓ work\s+succeeded · 3\/3/);
    expect(output).toMatch(/\[work\/\d+\] b goes on\n/);
    expect(output).toMatch(/GateFlow\/\d+ succeeded in /);
    expect(output).toMatch(/results +list +\['x-a', 'x-b', 'x-c'\]/);
    expect(output).toMatch(/Next:\n +node .*flowdeck\.js'? dump GateFlow\/\d+\n/);
    expect(output).not.toContain('\u001b[');
  });

  it('lists it, by flow and by file', async () => {
    for (const selection of [[], ['GateFlow'], [GATE]]) {
      const { stdout } = await sandbox.flowdeck('runs', ...selection);
      expect(stdout).toMatch(/^✓ succeeded +GateFlow\/\d+ .* 6\/6 +tester night\n$/);
    }
    const json = await sandbox.flowdeck('runs', '--json');
    expect(JSON.parse(json.stdout)).toMatchObject({
      total: 1,
      runs: [{ ref: { flow: 'GateFlow' }, state: 'succeeded', done: 6, file: GATE }],
    });
  });

  it('shows its logs whole, by step and in part', async () => {
    const all = await sandbox.flowdeck('logs', 'GateFlow');
    expect(all.stdout.match(/^\[work\/\d+\] /gm)).toHaveLength(6);
    const end = await sandbox.flowdeck('logs', 'GateFlow/latest/end');
    expect(end.stdout).toMatch(/^\[end\/\d+\] \['x-a', 'x-b', 'x-c'\]\n$/);
    const tail = await sandbox.flowdeck('logs', '--tail', '1', '--json', 'GateFlow/latest/work');
    const lines = tail.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { text: string; stream: string });
    expect(lines.map(({ text, stream }) => `${stream} ${text}`).sort()).toEqual([
      'stdout a goes on',
      'stdout b goes on',
      'stdout c goes on',
    ]);
  });

  it('dumps what it came to, and single values', async () => {
    const run = await sandbox.flowdeck('dump', 'GateFlow');
    expect(run.stdout).toMatch(/results +list .*\['x-a', 'x-b', 'x-c'\]/);
    const ref = await newestRun(sandbox.root, 'GateFlow');
    const [task] = await readdir(path.join(ref.root, ref.flow, ref.run, 'end')).then((names) =>
      names.filter((name) => /^\d+$/.test(name)),
    );
    const place = `GateFlow/${ref.run}/end/${task ?? ''}/results`;
    expect((await sandbox.flowdeck('dump', place)).stdout).toBe("['x-a', 'x-b', 'x-c']\n");
    const json = await sandbox.flowdeck('dump', '--json', place);
    expect(JSON.parse(json.stdout)).toEqual(['x-a', 'x-b', 'x-c']);
  });

  it('refuses to stop what is over', async () => {
    const { run } = await newestRun(sandbox.root, 'GateFlow');
    const finished = await sandbox.flowdeck('cancel', run);
    expect(finished.code).toBe(1);
    expect(finished.stderr).toContain('error[run-not-running]: The run has succeeded already');
  });

  it.each([
    ['logs', 'GateFlo', /error\[flow-not-found\][\s\S]*Did you mean GateFlow\?/, 1],
    ['dump', 'GateFlow/latest/wrok', /error\[step-not-found\][\s\S]*Did you mean work\?/, 1],
    ['logs', 'GateFlow/12', /error\[run-not-found\]/, 1],
    ['dump', 'Gate Flow/1', /error\[pathspec-invalid\]/, 2],
  ])('%s %s says what is wrong with it', async (command, pathspec, message, code) => {
    const finished = await sandbox.flowdeck(command, pathspec);
    expect(finished).toMatchObject({ code, stdout: '' });
    expect(finished.stderr).toMatch(message);
  });
});

describe('flowdeck run', () => {
  let sandbox: Sandbox;
  beforeEach(async () => {
    sandbox = await Sandbox.create();
  });
  afterEach(() => sandbox[Symbol.asyncDispose]());

  it('gives one JSON event a line with --json', async () => {
    const { code, stdout } = await sandbox.flowdeck('run', '--json', HELLO);
    const events = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string });
    expect(code).toBe(0);
    expect(events[0]).toMatchObject({ v: 1, type: 'run_started', flow: 'HelloFlow' });
    expect(events.at(-1)).toMatchObject({ v: 1, type: 'run_ended', state: 'succeeded' });
  });

  it('fails with the line of the failure', async () => {
    const file = path.join(FLOWS, 'bad/raises.py');
    const { code, stdout } = await sandbox.flowdeck('run', file);
    expect(code).toBe(1);
    expect(stdout).toContain('work failed: ValueError: the learning rate must be positive');
    expect(stdout).toContain(`${file}:18 in work`);
    expect(stdout).toMatch(/Next:\n.* logs RaisesFlow\/\d+\/work\/2\n/);
  });

  it.each([
    [['run'], /missing required argument 'file'/, 2],
    [['run', '--max-workers', '0', HELLO], /must be 1 or more/, 2],
    [['run', HELLO, '--colour', 'red'], /Error: no such option: --colour/, 2],
    [['run', '--python', '/no/python', HELLO], /error\[python-not-found\]/, 1],
    [['run', path.join(FLOWS, 'bad/no_end.py')], /error\[/, 1],
    [['wrong'], /unknown command 'wrong'/, 2],
  ])('%j is refused', async (args, message, code) => {
    const finished = await sandbox.flowdeck(...args);
    expect(finished.stderr).toMatch(message);
    expect(finished.code).toBe(code);
    expect(finished.stdout).toBe('');
  });

  it('stops in order at the first Ctrl-C', async () => {
    const child = sandbox.spawn('run', GATE);
    const ended = once(child, 'exit');
    await untilWaiting(sandbox);
    child.kill('SIGINT');
    expect(await ended).toEqual([130, null]);
    expect((await look(await newestRun(sandbox.root, 'GateFlow'))).state).toBe('cancelled');
  });

  it('can be stopped from another shell', async () => {
    const child = sandbox.spawn('run', GATE);
    const ended = once(child, 'exit');
    const { run } = await untilWaiting(sandbox);
    const cancelled = await sandbox.flowdeck('cancel', run);
    expect(cancelled.stdout).toBe(`GateFlow/${run} was asked to stop\n`);
    expect(await ended).toEqual([1, null]);
  });

  it('goes on when nobody reads its progress any more', async () => {
    const child = sandbox.spawn('run', GATE);
    const ended = once(child, 'exit');
    await untilWaiting(sandbox);
    child.stdout?.destroy();
    child.stderr?.destroy();
    await writeFile(path.join(sandbox.folder, 'go'), '');
    expect(await ended).toEqual([0, null]);
  });
});

/** Until all three workers of the gate stand before it. */
function untilWaiting(sandbox: Sandbox) {
  return until(async () => {
    const ref = await newestRun(sandbox.root, 'GateFlow').catch(() => undefined);
    if (!ref) return undefined;
    const fold = await look(ref).catch(() => undefined);
    return fold?.steps.get('work')?.counts.running === 3 && ref;
  });
}

describe('flowdeck about a flow', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await Sandbox.create();
  });
  afterAll(() => sandbox[Symbol.asyncDispose]());

  it('shows its graph', async () => {
    const { code, stdout } = await sandbox.flowdeck('show', GATE);
    expect(code).toBe(0);
    expect(stdout).toContain(
      ['○ start     foreach letters', '┆ ○ work', '○ collect   join', '○ end'].join('\n'),
    );
    expect(stdout).toMatch(/--label +str +"none"/);
    const json = await sandbox.flowdeck('show', '--json', GATE);
    expect(JSON.parse(json.stdout)).toMatchObject({ version: 1, name: 'GateFlow', file: GATE });
  });

  it('checks its graph', async () => {
    expect(await sandbox.flowdeck('check', GATE)).toMatchObject({ code: 0, stderr: '' });
    const file = path.join(FLOWS, 'bad/unknown_step.py');
    const bad = await sandbox.flowdeck('check', file);
    expect(bad.code).toBe(1);
    expect(bad.stdout).toMatch(/error\[unknown-step\]: /);
    expect(bad.stdout).toContain(`  at ${file}:`);
    const json = await sandbox.flowdeck('check', '--json', file);
    const { findings } = JSON.parse(json.stdout) as { findings: unknown[] };
    expect(findings[0]).toMatchObject({ severity: 'error', code: 'unknown-step', file, line: 8 });
  });

  it('leaves nothing behind', async () => {
    expect(await readdir(sandbox.folder)).toEqual([]);
  });

  it('has no runs where none were made', async () => {
    const { code, stderr } = await sandbox.flowdeck('runs');
    expect(code).toBe(1);
    expect(stderr).toContain('error[datastore-not-found]');
  });

  it('reports what a run would need', async () => {
    const { code, stdout } = await sandbox.flowdeck('doctor');
    expect(code).toBe(0);
    expect(stdout).toMatch(/✓ Python +3\.\d+\.\d+ at /);
    const without = await sandbox.flowdeck('doctor', '--python', '/no/python', '--json');
    expect(without.code).toBe(1);
    expect(JSON.parse(without.stdout)).toMatchObject({
      items: [{ name: 'Node' }, { name: 'Python', state: 'problem' }, {}, {}, {}],
    });
  });
});
