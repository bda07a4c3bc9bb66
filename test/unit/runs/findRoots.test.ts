import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findRoots } from '../../../runner/runs/findRoots';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'flowdeck-roots-'));
});
afterEach(() => rm(folder, { recursive: true }));

const make = (...names: string[]): Promise<unknown> =>
  Promise.all(names.map((name) => mkdir(path.join(folder, name), { recursive: true })));
const found = async (env: NodeJS.ProcessEnv = {}): Promise<string[]> => {
  const roots = await findRoots([folder], { HOME: folder, ...env });
  return roots.map((root) => path.relative(folder, root));
};

it('names the place where a first run would make its root', async () => {
  expect(await found()).toEqual(['.metaflow']);
});

it('finds the roots of subfolders, not those of installed packages', async () => {
  await make('.metaflow', 'a/.metaflow', 'a/b/c/.metaflow', 'a/b/c/d/.metaflow');
  await make('node_modules/x/.metaflow', '.hidden/.metaflow', 'python/lib/.metaflow');
  await writeFile(path.join(folder, 'python/pyvenv.cfg'), '');
  expect(await found()).toEqual(['.metaflow', 'a/.metaflow', 'a/b/c/.metaflow']);
});

it('follows the setting for the root', async () => {
  await make('a/.metaflow');
  const root = path.join(folder, 'elsewhere');
  expect(await found({ METAFLOW_DATASTORE_SYSROOT_LOCAL: root })).toEqual([
    'elsewhere/.metaflow',
    'a/.metaflow',
  ]);
});
