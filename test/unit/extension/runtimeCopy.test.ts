import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ensureRuntimeCopy, removeUnusedCopies } from '../../../extension/runtimeCopy';

let root: string;
let dist: string;
let copies: string;

async function put(file: string, text: string): Promise<void> {
  const at = path.join(dist, file);
  await mkdir(path.dirname(at), { recursive: true });
  await writeFile(at, text);
}

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'flowdeck copies '));
  dist = path.join(root, 'dist');
  copies = path.join(root, 'storage', 'runtime');
  await put('flowdeck.js', 'import "./chunks/a.js";');
  await put('chunks/a.js', 'export {};');
  await put('chunks/a.js.map', '{}');
  await put('python/metaflow/__init__.py', '');
  await put('python/metaflow/__pycache__/x.pyc', 'x');
  await put('extension.cjs', 'not part of a runner');
});
afterEach(() => rm(root, { recursive: true, force: true }));

const exists = (file: string) =>
  stat(file).then(
    () => true,
    () => false,
  );

describe('ensureRuntimeCopy', () => {
  it('copies what a runner needs and nothing else', async () => {
    const copy = await ensureRuntimeCopy(dist, copies);
    const files = await readdir(copy, { recursive: true, withFileTypes: true });
    const names = files
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(copy, path.join(entry.parentPath, entry.name)));
    expect(names.sort()).toEqual(
      ['.used', 'chunks/a.js', 'flowdeck.js', 'package.json', 'python/metaflow/__init__.py'].map(
        (name) => name.split('/').join(path.sep),
      ),
    );
    expect(JSON.parse(await readFile(path.join(copy, 'package.json'), 'utf8'))).toEqual({
      type: 'module',
    });
  });

  it('makes one copy of equal content, also when two windows start at once', async () => {
    const made = await Promise.all([1, 2, 3].map(() => ensureRuntimeCopy(dist, copies)));
    expect(new Set(made).size).toBe(1);
    expect(await readdir(copies)).toEqual([path.basename(made[0] ?? '')]);
  });

  it('makes another copy when any file is different, and leaves the first', async () => {
    const first = await ensureRuntimeCopy(dist, copies);
    await put('python/metaflow/__init__.py', 'changed = True');
    const second = await ensureRuntimeCopy(dist, copies);
    expect(second).not.toBe(first);
    expect(await exists(first)).toBe(true);
  });
});

describe('removeUnusedCopies', () => {
  const month = 30 * 86_400_000;
  const nothing = () => Promise.resolve('');

  async function twoCopies(): Promise<{ old: string; current: string }> {
    const old = await ensureRuntimeCopy(dist, copies);
    await put('flowdeck.js', 'newer');
    const current = await ensureRuntimeCopy(dist, copies);
    const then = new Date(Date.now() - month);
    await utimes(path.join(old, '.used'), then, then);
    return { old, current };
  }

  it('removes a copy that no window used for weeks', async () => {
    const { old, current } = await twoCopies();
    expect(await removeUnusedCopies(copies, current, nothing)).toEqual([old]);
    expect(await exists(old)).toBe(false);
    expect(await exists(current)).toBe(true);
  });

  it('keeps a copy that a run still uses', async () => {
    const { old, current } = await twoCopies();
    const running = () => Promise.resolve(`node ${path.join(old, 'flowdeck.js')} run flow.py`);
    expect(await removeUnusedCopies(copies, current, running)).toEqual([]);
    expect(await exists(old)).toBe(true);
  });

  it('keeps a copy that another window used lately', async () => {
    const { old, current } = await twoCopies();
    await ensureRuntimeCopy(dist, copies);
    const now = new Date();
    await utimes(path.join(old, '.used'), now, now);
    expect(await removeUnusedCopies(copies, current, nothing)).toEqual([]);
  });
});
