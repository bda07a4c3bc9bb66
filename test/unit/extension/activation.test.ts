import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  activatedVariables,
  changesBetween,
  condaRun,
  isConda,
} from '../../../extension/python/activation';
import { parseEnvFile, readEnvFile, resolveEnvFile } from '../../../extension/python/envFile';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'flowdeck-activation-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const interpreterIn = (prefix: string) => ({
  path: path.join(prefix, 'bin/python'),
  version: [3, 12, 1] as const,
  prefix,
  isVenv: false,
});

/** A program with the shape of `conda run`: activates, then runs what follows. */
function fakeConda(root: string, body: string): string {
  const file = path.join(root, 'bin/conda');
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\n${body}\n`);
  chmodSync(file, 0o755);
  return file;
}

describe('a conda environment', () => {
  it('is told by its records, and run by the conda that holds it', async () => {
    const conda = fakeConda(folder, 'exit 1');
    const prefix = path.join(folder, 'envs/ml');
    mkdirSync(path.join(prefix, 'conda-meta'), { recursive: true });
    expect(await isConda(interpreterIn(prefix))).toBe(true);
    expect(await isConda(interpreterIn(folder))).toBe(false);
    expect(await condaRun(interpreterIn(prefix), {}, 'linux')).toEqual({
      executable: conda,
      args: ['run', '--prefix', prefix, 'python'],
    });
    const elsewhere = path.join(folder, 'other/envs/ml');
    expect(await condaRun(interpreterIn(elsewhere), {}, 'linux')).toBeUndefined();
    const named = await condaRun(interpreterIn(elsewhere), { CONDA_EXE: conda }, 'linux');
    expect(named?.executable).toBe(conda);
  });

  it.skipIf(process.platform === 'win32')('tells what activating it sets', async () => {
    const body =
      'echo activating…\nexport PROJ_LIB="$3/share/proj"\nunset OLD\nshift 4\nexec python3 "$@"';
    const executable = fakeConda(folder, body);
    const python = { executable, args: ['run', '--prefix', '/envs/ml', 'python'] };
    const base = { PATH: process.env['PATH'], OLD: '1', KEPT: '2' };
    const changes = await activatedVariables(python, base);
    expect(changes).toMatchObject({ PROJ_LIB: '/envs/ml/share/proj', OLD: null });
    expect(changes).not.toHaveProperty('KEPT');
  });

  it.skipIf(process.platform === 'win32')('says why it cannot be activated', async () => {
    const executable = fakeConda(folder, 'echo EnvironmentLocationNotFound >&2; exit 1');
    await expect(activatedVariables({ executable, args: ['run'] }, {})).rejects.toThrow(
      'EnvironmentLocationNotFound',
    );
  });

  it('is not the shell that activates it', () => {
    expect(changesBetween({ SHLVL: '1' }, { SHLVL: '2', PS1: '(ml)', A: '1' })).toEqual({ A: '1' });
  });
});

describe('a .env file', () => {
  it.each([
    ['A=1\nB = two ', { A: '1', B: 'two' }],
    ['export A=1', { A: '1' }],
    ['# note\n\nA=1 # one\nnot a line', { A: '1' }],
    ['A="a # b"\nB=\'${HOME}\'', { A: 'a # b', B: '${HOME}' }],
    ['A=x\nB=${A}/y\nC=${HOME}/z\nD=${NONE}', { A: 'x', B: 'x/y', C: '/h/z', D: '' }],
    ['A=\\${B}', { A: '${B}' }],
    ['A="1\\n2"', { A: '1\n2' }],
    ['\uFEFFA=1\r\nB=2\r\n', { A: '1', B: '2' }],
    ['A=', { A: '' }],
  ])('%j', (text, expected) => {
    expect(parseEnvFile(text, { HOME: '/h' })).toEqual(expected);
  });

  it('is where the setting says', () => {
    expect(resolveEnvFile('', '/work', {})).toBe('/work/.env');
    expect(resolveEnvFile('${workspaceFolder}/dev.env', '/work', {})).toBe('/work/dev.env');
    expect(resolveEnvFile('${env:CONF}/dev.env', '/work', { CONF: '/etc' })).toBe('/etc/dev.env');
  });

  it('need not be there', async () => {
    expect(await readEnvFile('', folder, {})).toEqual({});
    writeFileSync(path.join(folder, '.env'), 'TOKEN=secret\n');
    expect(await readEnvFile('', folder, {})).toEqual({ TOKEN: 'secret' });
  });
});
