/**
 * The runner is started from a copy that is named after its content: an update deletes the extension's folder, and a
 * run that started before it must go on.
 */
import { execFile } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import {
  cp,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  utimes,
  writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

/** What a runner needs of dist/. */
const PARTS = ['flowdeck.js', 'chunks', 'python'] as const;
/** Its time says when a window last used the copy. */
const USED = '.used';
/** A copy that no window used for so long is removed, unless a process still runs from it. */
const KEEP_DAYS = 14;
const DAY = 86_400_000;

function belongs(file: string): boolean {
  return !file.endsWith('.map') && !file.split(path.sep).includes('__pycache__');
}

/** Relative paths of the runner's files, sorted, so that equal content gives an equal hash on every machine. */
async function runnerFiles(dist: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const part of PARTS) {
    const at = path.join(dist, part);
    const kind = await stat(at).catch(() => undefined);
    if (kind?.isFile()) found.push(part);
    if (!kind?.isDirectory()) continue;
    for (const entry of await readdir(at, { recursive: true, withFileTypes: true })) {
      if (entry.isFile()) found.push(path.relative(dist, path.join(entry.parentPath, entry.name)));
    }
  }
  return found.filter(belongs).sort();
}

async function contentHash(dist: string, files: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const file of files) {
    const content = await readFile(path.join(dist, file));
    hash.update(`${file.split(path.sep).join('/')}\0${content.byteLength}\0`).update(content);
  }
  return hash.digest('hex').slice(0, 16);
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

async function fill(target: string, dist: string, files: readonly string[]): Promise<void> {
  for (const file of files) {
    await cp(path.join(dist, file), path.join(target, file), { preserveTimestamps: true });
  }
  await writeFile(path.join(target, 'package.json'), '{"type":"module"}\n');
  await writeFile(path.join(target, USED), '');
}

/**
 * The copy's folder below `copies`; made when this content has none yet.
 *
 * @param dist The extension's dist/ folder.
 * @param copies Folder of all copies; made if it is not there.
 */
export async function ensureRuntimeCopy(dist: string, copies: string): Promise<string> {
  const files = await runnerFiles(dist);
  const copy = path.join(copies, await contentHash(dist, files));
  if (!(await exists(copy))) {
    const draft = path.join(copies, `.new-${randomUUID()}`);
    await mkdir(draft, { recursive: true });
    try {
      await fill(draft, dist, files);
      await rename(draft, copy);
    } catch (error) {
      await rm(draft, { recursive: true, force: true });
      // Another window may have made the same copy in the meantime.
      if (!(await exists(copy))) throw error;
    }
  }
  const now = new Date();
  await utimes(path.join(copy, USED), now, now).catch(() => writeFile(path.join(copy, USED), ''));
  return copy;
}

/** Command lines of all processes, where the system tells (not on Windows, where files in use cannot be deleted anyway). */
async function commandLines(): Promise<string> {
  if (process.platform === 'win32') return '';
  const { stdout } = await promisify(execFile)('ps', ['-A', '-ww', '-o', 'args='], {
    maxBuffer: 64 << 20,
  });
  return stdout;
}

/**
 * Removes copies, and drafts of copies, that nobody used for two weeks and no process runs from.
 *
 * @param current The copy in use by this window; never removed.
 * @returns The folders that were removed.
 */
export async function removeUnusedCopies(
  copies: string,
  current: string,
  running: () => Promise<string> = commandLines,
  now: number = Date.now(),
): Promise<readonly string[]> {
  const removed: string[] = [];
  for (const entry of await readdir(copies, { withFileTypes: true })) {
    const copy = path.join(copies, entry.name);
    if (!entry.isDirectory() || copy === current) continue;
    const used = await stat(path.join(copy, USED)).catch(() => stat(copy));
    if (now - used.mtimeMs < KEEP_DAYS * DAY || (await running()).includes(copy)) continue;
    await rm(copy, { recursive: true, force: true });
    removed.push(copy);
  }
  return removed;
}
