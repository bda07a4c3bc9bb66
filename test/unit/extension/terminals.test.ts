import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { changesOfTerminals, variablesOfSettings } from '../../../extension/runVariables';
import { ensureStableRuntime } from '../../../extension/stableRuntime';

const electron = { executable: process.execPath, isElectron: true };

describe('the stable names of the runtime', () => {
  let storage: string;
  beforeEach(() => {
    // With what a shell would take apart.
    storage = mkdtempSync(path.join(tmpdir(), "flowdeck it's stable-"));
  });
  afterEach(() => rmSync(storage, { recursive: true, force: true }));

  function copy(name: string): string {
    const folder = path.join(storage, 'runtime', name);
    mkdirSync(path.join(folder, 'python'), { recursive: true });
    writeFileSync(path.join(folder, 'python', 'marker.py'), `print("${name}")\n`);
    return folder;
  }

  it('stay the same when another copy is in use', async () => {
    const first = await ensureStableRuntime(storage, copy('one'), electron);
    const again = await ensureStableRuntime(storage, copy('one'), electron);
    const second = await ensureStableRuntime(storage, copy('two'), electron);
    expect([again, second]).toEqual([first, first]);
    expect(realpathSync(first.python)).toBe(realpathSync(path.join(storage, 'runtime/two/python')));
    const env = { ...process.env, PYTHONPATH: first.python };
    const printed = execFileSync('python3', ['-c', 'import marker'], { env, encoding: 'utf8' });
    expect(printed).toBe('two\n');
    expect(readdirSync(storage).sort()).toEqual(['bin', 'current', 'runtime']);
  });

  it('hold when the copy that they lead to was deleted', async () => {
    const old = copy('one');
    await ensureStableRuntime(storage, old, electron);
    rmSync(old, { recursive: true });
    const { python } = await ensureStableRuntime(storage, copy('two'), electron);
    expect(existsSync(path.join(python, 'marker.py'))).toBe(true);
  });

  it.skipIf(process.platform === 'win32')('have a program that is a Node', async () => {
    const linked = path.join(storage, "the editor's node");
    execFileSync('ln', ['-s', process.execPath, linked]);
    const editor = { executable: linked, isElectron: true };
    const { node } = await ensureStableRuntime(storage, copy('one'), editor);
    const script =
      'console.log(process.env.ELECTRON_RUN_AS_NODE, process.argv[1]); process.exit(3)';
    expect(() => execFileSync(node, ['-e', script, 'a b'], { encoding: 'utf8' })).toThrow(
      expect.objectContaining({ status: 3, stdout: '1 a b\n' }) as Error,
    );
  });

  it('need no program where the editor runs on a plain Node', async () => {
    const server = { executable: process.execPath, isElectron: false };
    expect((await ensureStableRuntime(storage, copy('one'), server)).node).toBe(process.execPath);
  });
});

const runtime = { python: '/storage/current/python', node: '/storage/bin/flowdeck-node' };
const usual = { engine: 'flowdeck', decorators: [] };

describe('the variables of new terminals', () => {
  it('name the runtime and its Node', () => {
    expect(changesOfTerminals(runtime, {}, usual)).toEqual({
      replace: { PYTHONPATH: runtime.python, FLOWDECK_NODE: runtime.node },
      prepend: {},
    });
  });

  it('leave what people have set', () => {
    const base = { PYTHONPATH: '/mine', FLOWDECK_NODE: '/my/node' };
    expect(changesOfTerminals(runtime, base, usual)).toEqual({
      replace: {},
      prepend: { PYTHONPATH: `${runtime.python}${path.delimiter}` },
    });
  });
});

describe('the settings of runs', () => {
  it('are no variables while they have their defaults', () => {
    expect(variablesOfSettings(usual, { METAFLOW_DEFAULT_DECOSPECS: 'card' })).toEqual({});
  });

  it('name the engine, and add decorators to those that are set already', () => {
    const settings = { engine: 'metaflow', decorators: ['retry:times=2', ' timeout '] };
    expect(variablesOfSettings(settings, { METAFLOW_DEFAULT_DECOSPECS: 'card' })).toEqual({
      FLOWDECK_ENGINE: 'metaflow',
      METAFLOW_DEFAULT_DECOSPECS: 'card retry:times=2 timeout',
    });
  });
});
