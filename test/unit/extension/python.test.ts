import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { candidates, resolveSetting } from '../../../extension/python/candidates';
import { choosePython } from '../../../extension/python/choose';
import { environmentOf } from '../../../extension/python/environment';
import { probePython, readAnswer, type Probe } from '../../../extension/python/probe';

const base = { home: '/home/ada', platform: 'linux' } as const;

describe('candidates', () => {
  it('are the setting, the Python extension, the .venv, then PATH', () => {
    const found = candidates({
      ...base,
      setting: '/opt/python',
      extension: '/env/bin/python',
      folder: '/work',
    });
    expect(found.map(({ source, command }) => `${source} ${command}`)).toEqual([
      'setting /opt/python',
      'extension /env/bin/python',
      `workspace ${path.join('/work', '.venv/bin/python')}`,
      'path python3',
      'path python',
    ]);
  });

  it('are each tried once', () => {
    const found = candidates({
      ...base,
      setting: 'python3',
      extension: '/work/.venv/bin/python',
      folder: '/work',
    });
    expect(found.map(({ command }) => command)).toEqual([
      'python3',
      '/work/.venv/bin/python',
      'python',
    ]);
  });

  it('look where Windows keeps its interpreters', () => {
    const found = candidates({ ...base, platform: 'win32', folder: '/work' });
    expect(found.map(({ command }) => command)).toEqual([
      path.join('/work', '.venv', 'Scripts', 'python.exe'),
      'python',
      'python3',
      'py',
    ]);
  });
});

describe('resolveSetting', () => {
  it.each([
    ['${workspaceFolder}/env/bin/python', '/work/env/bin/python'],
    ['~/env/bin/python', '/home/ada/env/bin/python'],
    ['env/bin/python', '/work/env/bin/python'],
    ['/abs/python', '/abs/python'],
    [' python3.12 ', 'python3.12'],
  ])('%s is %s', (setting, expected) => {
    expect(resolveSetting(setting, '/work', '/home/ada')).toBe(expected);
  });
});

const fits = (command: string): Probe => ({
  ok: true,
  interpreter: { path: command, version: [3, 12, 1], prefix: '/usr', isVenv: false },
});
const old: Probe = { ok: false, reason: { kind: 'too-old', version: '3.8.2' } };

describe('choosePython', () => {
  it('takes the first that fits and tells what was tried before it', async () => {
    const list = candidates({ ...base, setting: '/old/python', folder: '/work' });
    const tried: string[] = [];
    const choice = await choosePython(list, (command) => {
      tried.push(command);
      return Promise.resolve(command === '/old/python' ? old : fits(command));
    });
    expect(choice.chosen?.candidate.source).toBe('workspace');
    expect(choice.rejected.map(({ candidate }) => candidate.command)).toEqual(['/old/python']);
    expect(tried).toHaveLength(2);
  });

  it('tells all that was tried when none fits', async () => {
    const choice = await choosePython(candidates(base), () => Promise.resolve(old));
    expect(choice.chosen).toBeUndefined();
    expect(choice.rejected).toHaveLength(2);
  });
});

describe('probePython', () => {
  it('asks a real interpreter', async () => {
    const probe = await probePython('python3');
    expect(probe.ok && path.isAbsolute(probe.interpreter.path)).toBe(true);
  });

  it('tells a missing one from a broken one', async () => {
    expect(await probePython('/no/such/python')).toEqual({
      ok: false,
      reason: { kind: 'not-found' },
    });
    expect(await probePython(process.execPath)).toMatchObject({ reason: { kind: 'failed' } });
  });

  it('rejects Python 3.8 and takes 3.9', () => {
    const answer = (minor: number) => JSON.stringify([[3, minor, 2], '/p', '/usr', false]);
    expect(readAnswer('python3', answer(8))).toEqual({
      ok: false,
      reason: { kind: 'too-old', version: '3.8.2' },
    });
    expect(readAnswer('python3', answer(9)).ok).toBe(true);
  });
});

describe('environmentOf', () => {
  const interpreter = {
    path: '/work/.venv/bin/python',
    version: [3, 12, 1],
    prefix: '/work/.venv',
    isVenv: true,
  } as const;

  it('puts the programs of a venv first and names it', () => {
    expect(environmentOf(interpreter, { PATH: '/usr/bin:/work/.venv/bin' })).toEqual({
      PATH: '/work/.venv/bin:/usr/bin',
      VIRTUAL_ENV: '/work/.venv',
    });
  });

  it('changes nothing for an interpreter of the system', () => {
    const system = { ...interpreter, path: '/usr/bin/python3', prefix: '/usr', isVenv: false };
    expect(environmentOf(system, { PATH: '/usr/bin' })).toEqual({});
  });

  it('names a conda environment', () => {
    const conda = {
      ...interpreter,
      path: '/c/envs/ml/bin/python',
      prefix: '/c/envs/ml',
      isVenv: false,
    };
    expect(environmentOf(conda, { PATH: '/usr/bin' }, { isConda: true })).toEqual({
      PATH: '/c/envs/ml/bin:/usr/bin',
      CONDA_PREFIX: '/c/envs/ml',
    });
  });

  it('lets what activating sets reach the run, and the .env file over it', () => {
    const system = { ...interpreter, isVenv: false, prefix: '/usr' };
    const activated = { PROJ_LIB: '/c/share/proj', LEVEL: '1', OLD: null };
    const extra = { LEVEL: '2', KEPT: 'k' };
    const inherited = { OLD: 'x', KEPT: 'k' };
    expect(environmentOf(system, inherited, { activated, extra })).toEqual({
      PROJ_LIB: '/c/share/proj',
      LEVEL: '2',
      OLD: null,
    });
  });

  it('adds only the variables of the .env file that differ', () => {
    const system = { ...interpreter, isVenv: false, prefix: '/usr' };
    const inherited = { PATH: '/usr/bin', SAME: '1', GONE: 'x' };
    const extra = { SAME: '1', NEW: '2', GONE: undefined };
    expect(environmentOf(system, inherited, { extra })).toEqual({
      NEW: '2',
      GONE: null,
    });
  });
});
