/** Files that cannot be run, and hosts that cannot start: each tells why and where. */
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPythonHost } from '../../runner/compute/local';
import { FlowRefusedError } from '../../runner/compute/refused';
import { runtimeFolder } from '../../runner/compute/runtimeFolder';
import { TestHost, python } from './host/harness';

describe('a refused file', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'flowdeck-refused-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function refusal(text: string, flow?: string): Promise<FlowRefusedError> {
    const file = path.join(folder, 'flow.py');
    await writeFile(file, text);
    const error: unknown = await TestHost.start(file, flow === undefined ? {} : { flow }).catch(
      (thrown: unknown) => thrown,
    );
    if (error instanceof FlowRefusedError) return error;
    throw new Error(`not refused: ${String(error)}`);
  }
  const at = (line: number) => ({ file: path.join(folder, 'flow.py'), line });

  it('names the line of a syntax error', async () => {
    const error = await refusal('x = 1\ndef f(:\n    pass\n');
    expect(error.code).toBe('flow-syntax-error');
    expect(error.where).toMatchObject(at(2));
  });

  it('names the line of a syntax error in an imported module', async () => {
    const module = path.join(folder, 'broken_module.py');
    await writeFile(module, 'x = (\n');
    const error = await refusal('import broken_module\n');
    expect(error.code).toBe('flow-syntax-error');
    expect(error.where).toMatchObject({ file: module, line: 1 });
  });

  it('names the missing module, the line and what to do', async () => {
    const error = await refusal('import json\nimport no_such_module_at_all.inner\n');
    expect(error.code).toBe('flow-import-failed');
    expect(error.where).toEqual(at(2));
    expect(error.remedy).toContain('Install no_such_module_at_all');
    expect(error.taskError?.stacktrace).toContain('line 2, in <module>');
    expect(error.taskError?.stacktrace).not.toContain('_host');
  });

  it('does not tell to install what this runtime is', async () => {
    const error = await refusal('import metaflow.nothing_of_ours\n');
    expect(error.code).toBe('flow-import-failed');
    expect(error.remedy).toContain('Remove this import');
    expect(error.remedy).not.toContain('Install');
  });

  it('names the line in the flow when a library raises', async () => {
    const error = await refusal('import json\n\njson.loads("{")\n');
    expect(error.where).toEqual(at(3));
    expect(error.message).toContain('JSONDecodeError');
  });

  it('tells that the file ended itself', async () => {
    const error = await refusal('import sys\nsys.exit(4)\n');
    expect(error.code).toBe('flow-exited');
    expect(error.message).toContain('4');
    expect(error.where).toEqual(at(2));
  });

  it('tells that there is no flow', async () => {
    expect((await refusal('x = 1\n')).code).toBe('no-flow');
  });

  it('tells that the file cannot be read', async () => {
    const error: unknown = await TestHost.start(path.join(folder, 'nowhere.py')).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ code: 'flow-file-unreadable' });
  });

  it('survives null bytes and invalid UTF-8', async () => {
    expect((await refusal('x = 1\0\n')).code).toBe('flow-syntax-error');
    const file = path.join(folder, 'latin.py');
    await writeFile(file, Buffer.from([0x78, 0x3d, 0x22, 0xff, 0x22, 0x0a]));
    await expect(TestHost.start(file)).rejects.toMatchObject({ code: 'flow-syntax-error' });
  });
});

describe('the flow of a file with several', () => {
  it('is the one that the guard instantiates', async () => {
    await using test = await TestHost.start('two.py', { env: { CHOOSES: 'ThirdFlow' } });
    expect(test.host.described.description.name).toBe('ThirdFlow');
  });

  it('is the one that was asked for, whatever the guard says', async () => {
    await using test = await TestHost.start('two.py', {
      env: { CHOOSES: 'ThirdFlow' },
      flow: 'SecondFlow',
    });
    expect(test.host.described.description.name).toBe('SecondFlow');
  });

  it('is refused with their names when nobody chooses', async () => {
    await expect(TestHost.start('two.py')).rejects.toMatchObject({
      code: 'several-flows',
      message: expect.stringContaining('SecondFlow, ThirdFlow') as string,
    });
  });

  it('is refused when it does not exist', async () => {
    await expect(TestHost.start('two.py', { flow: 'NoFlow' })).rejects.toMatchObject({
      code: 'flow-not-found',
      remedy: expect.stringContaining('ThirdFlow') as string,
    });
  });
});

describe('a host that cannot start', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'flowdeck-start-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const start = (interpreter: string, signal?: AbortSignal) =>
    startPythonHost({
      python: interpreter,
      runtimeFolder: runtimeFolder(),
      file: path.join(folder, 'flow.py'),
      argv: [],
      cwd: folder,
      env: process.env,
      signal,
    });

  it('tells that the interpreter does not exist', async () => {
    await expect(start('/no/such/python')).rejects.toMatchObject({
      code: 'python-not-found',
      where: { file: '/no/such/python' },
    });
  });

  it('repeats the last words of what is no Python', async () => {
    const script = path.join(folder, 'python');
    await writeFile(script, '#!/bin/sh\necho "broken installation" >&2\nexit 9\n');
    await chmod(script, 0o755);
    await expect(start(script)).rejects.toMatchObject({
      code: 'host-lost',
      message: expect.stringContaining('exit code 9') as string,
      remedy: expect.stringContaining('broken installation') as string,
    });
  });

  it('refuses replies that make no sense', async () => {
    const script = path.join(folder, 'python');
    await writeFile(script, `#!/bin/sh\necho '{"type":"described"}' >&4\nexec sleep 60\n`);
    await chmod(script, 0o755);
    await expect(start(script)).rejects.toMatchObject({ code: 'host-protocol' });
  });

  it('gives up when asked to, even in an endless import', async () => {
    await writeFile(path.join(folder, 'flow.py'), 'while True: pass\n');
    const controller = new AbortController();
    const started = start(python, controller.signal);
    setTimeout(() => controller.abort(new Error('changed my mind')), 300);
    await expect(started).rejects.toThrow('changed my mind');
  });
});
