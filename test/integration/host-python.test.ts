/** Finding the interpreter, with folders and programs made for the purpose. */
import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startPythonHost } from '../../runner/compute/local';
import { findPython, probePython } from '../../runner/compute/python';
import { runtimeFolder } from '../../runner/compute/runtimeFolder';
import { python } from './host/harness';

let folder: string;
beforeEach(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'flowdeck-python-')));
});
afterEach(() => rm(folder, { recursive: true }));

/** A program that answers a version probe as that Python would. */
async function program(name: string, version?: string): Promise<string> {
  const file = path.join(folder, name);
  await mkdir(path.dirname(file), { recursive: true });
  const answer = version === undefined ? 'exit 1' : `echo ${version}; echo "$0"`;
  await writeFile(file, `#!/bin/sh\n${answer}\n`);
  await chmod(file, 0o755);
  return file;
}
async function virtualEnvironment(name: string, version: string): Promise<string> {
  await program(path.join(name, 'bin', 'python'));
  await writeFile(path.join(folder, name, 'pyvenv.cfg'), `home = /usr\nversion = ${version}\n`);
  return path.join(folder, name);
}
const search = (env: NodeJS.ProcessEnv = {}, more: object = {}) =>
  findPython({
    cwd: folder,
    workspace: folder,
    env: { PATH: path.join(folder, 'bin'), ...env },
    ...more,
  });

describe('findPython', () => {
  it('prefers the setting, then FLOWDECK_PYTHON, VIRTUAL_ENV, .venv, CONDA_PREFIX and PATH', async () => {
    const setting = await program('one/python3.12');
    const variable = await program('two/python3.12');
    const active = await virtualEnvironment('active', '3.12.1');
    await virtualEnvironment('.venv', '3.11.2');
    const conda = path.dirname(path.dirname(await program('conda/bin/python')));
    await program('bin/python3', '3.10.1');
    const env = { FLOWDECK_PYTHON: variable, VIRTUAL_ENV: active, CONDA_PREFIX: conda };
    expect(await search(env, { setting })).toMatchObject({ path: setting });
    expect(await search(env)).toMatchObject({ path: variable, origin: 'FLOWDECK_PYTHON' });
    expect(await search({ ...env, FLOWDECK_PYTHON: '' })).toMatchObject({
      path: path.join(active, 'bin/python'),
      version: '3.12.1',
    });
    expect(await search({ CONDA_PREFIX: conda })).toMatchObject({
      origin: '.venv',
      version: '3.11.2',
    });
    await rm(path.join(folder, '.venv'), { recursive: true });
    expect(await search({ CONDA_PREFIX: conda })).toMatchObject({ origin: 'CONDA_PREFIX' });
    expect(await search()).toMatchObject({ origin: 'python3 on PATH' });
  });

  it('finds the environment of a folder above, up to the workspace', async () => {
    await virtualEnvironment('venv', '3.9.0');
    const inner = path.join(folder, 'a', 'b');
    await mkdir(inner, { recursive: true });
    expect(await search({}, { cwd: inner })).toMatchObject({ origin: 'venv', version: '3.9.0' });
    await expect(
      search({}, { cwd: inner, workspace: path.join(folder, 'a') }),
    ).rejects.toMatchObject({ code: 'python-not-found' });
  });

  it('passes over what is too old', async () => {
    await virtualEnvironment('.venv', '3.8.10');
    await symlink(await program('real/python3.7'), await link('bin/python3'));
    await symlink(await program('real/python3.13'), await link('bin/python'));
    expect(await search()).toMatchObject({ origin: 'python on PATH', version: '3.13' });
  });

  it('refuses what the person named rather than passing over it', async () => {
    await program('bin/python3', '3.12.0');
    await expect(search({}, { setting: '/no/python' })).rejects.toMatchObject({
      code: 'python-not-found',
      where: { file: '/no/python' },
    });
    await expect(search({ FLOWDECK_PYTHON: await program('old/python3.8') })).rejects.toMatchObject(
      { code: 'python-too-old' },
    );
  });

  it('tells everything that it tried', async () => {
    await virtualEnvironment('.venv', '3.6.1');
    await expect(search()).rejects.toMatchObject({
      code: 'python-too-old',
      message: expect.stringMatching(
        /\.venv \(.*\) is Python 3\.6\.1; python3 on PATH .* does not exist; python on PATH/,
      ) as string,
    });
  });

  it('asks programs of unknown version only when told to', async () => {
    await program('bin/python3', '3.8.1');
    const shim = await program('bin/python', '3.11.1');
    expect(await search()).toEqual({
      path: path.join(folder, 'bin/python3'),
      origin: 'python3 on PATH',
    });
    expect(await search({}, { probe: true })).toEqual({
      path: shim,
      origin: 'python on PATH',
      version: '3.11.1',
    });
  });
});

it('starts boot.py in syntax that Python 3.6 can read', () => {
  const boot = path.join(runtimeFolder(), 'metaflow', '_host', 'boot.py');
  const code = 'import ast, sys; ast.parse(open(sys.argv[1]).read(), feature_version=(3, 6))';
  expect(() => execFileSync(python, ['-c', code, boot])).not.toThrow();
});

it('refuses a Python that is too old', async () => {
  // The version is all that differs: boot.py looks at nothing else.
  const wrapper = await program('python3.8');
  const code = 'import sys, runpy; sys.version_info = (3, 8, 1); runpy.run_path(sys.argv[1])';
  await writeFile(wrapper, `#!/bin/sh\nexec ${python} -c '${code}' "$@"\n`);
  const options = { python: wrapper, cwd: folder, env: process.env, argv: [] };
  await expect(
    startPythonHost({
      ...options,
      runtimeFolder: runtimeFolder(),
      file: path.join(folder, 'f.py'),
    }),
  ).rejects.toMatchObject({
    code: 'python-too-old',
    message: expect.stringContaining('Python 3.8.1') as string,
  });
});

describe('probePython', () => {
  it('asks a real interpreter', async () => {
    expect((await probePython(python, process.env))?.version).toMatch(/^3\.\d+\.\d+$/);
  });

  it('is undefined for what does not start', async () => {
    expect(await probePython(await program('broken'), process.env)).toBeUndefined();
  });
});

async function link(name: string): Promise<string> {
  const file = path.join(folder, name);
  await mkdir(path.dirname(file), { recursive: true });
  return file;
}
