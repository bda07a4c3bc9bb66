/** A datastore on this machine's disk. Small files are never synced: a crash of the machine may lose them, a crash of ours may not. */
import { mkdirSync, renameSync, writeFileSync, type Dirent } from 'node:fs';
import { mkdir, open, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { FlowdeckError } from '../../errors';
import { isErrno, unreadable, unwritable } from './failures';
import type { Storage, StoredObject } from './storage';

/** Counts temporary names; the pid keeps those of several processes apart. */
let temporaryCount = 0;

export class LocalStorage implements Storage {
  readonly type = 'local';
  readonly root: string;

  /** @param root absolute path of a `.metaflow` folder, which need not exist. */
  constructor(root: string) {
    this.root = path.resolve(root);
  }

  async read(key: string, signal?: AbortSignal): Promise<Uint8Array | undefined> {
    const file = this.localPath(key);
    try {
      return await readFile(file, signal ? { signal } : undefined);
    } catch (error) {
      passOverMissing(file, error, signal);
      return undefined;
    }
  }

  async readRange(
    key: string,
    start: number,
    length: number,
    signal?: AbortSignal,
  ): Promise<Uint8Array | undefined> {
    const file = this.localPath(key);
    signal?.throwIfAborted();
    try {
      const handle = await open(file, 'r');
      try {
        return await readFully(handle, start, length);
      } finally {
        await handle.close();
      }
    } catch (error) {
      passOverMissing(file, error, signal);
      return undefined;
    }
  }

  async stat(key: string, signal?: AbortSignal): Promise<StoredObject | undefined> {
    const file = this.localPath(key);
    signal?.throwIfAborted();
    try {
      const found = await stat(file);
      return found.isFile() ? { key, size: found.size, modified: found.mtimeMs } : undefined;
    } catch (error) {
      passOverMissing(file, error, signal);
      return undefined;
    }
  }

  async write(
    key: string,
    bytes: Uint8Array | string,
    options: { readonly ifAbsent?: boolean } = {},
  ): Promise<void> {
    const file = this.localPath(key);
    if (options.ifAbsent === true && (await this.stat(key)) !== undefined) return;
    // The leading dot hides a file that a crash left behind from every reader's patterns.
    const name = `.flowdeck-${process.pid}-${(temporaryCount += 1)}.tmp`;
    const temporary = path.join(path.dirname(file), name);
    try {
      await writeNew(temporary, bytes);
      await rename(temporary, file);
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => undefined);
      throw unwritable(file, error);
    }
  }

  async writeFolder(
    folder: string,
    objects: ReadonlyMap<string, string>,
    staging: string,
  ): Promise<void> {
    const place = this.localPath(folder);
    const unfinished = path.join(
      this.localPath(staging),
      `${process.pid}-${(temporaryCount += 1)}`,
    );
    try {
      writeAll(unfinished, objects);
      mkdirSync(path.dirname(place), { recursive: true });
      renameSync(unfinished, place);
    } catch (error) {
      await rm(unfinished, { recursive: true, force: true }).catch(() => undefined);
      throw unwritable(place, error);
    }
  }

  async list(
    prefix: string,
    signal?: AbortSignal,
  ): Promise<{ readonly names: readonly string[]; readonly folders: readonly string[] }> {
    const folder = prefix === '' ? this.root : this.localPath(prefix);
    signal?.throwIfAborted();
    let entries: readonly Dirent[];
    try {
      entries = await readdir(folder, { withFileTypes: true });
    } catch (error) {
      passOverMissing(folder, error, signal);
      entries = [];
    }
    const names: string[] = [];
    const folders: string[] = [];
    for (const entry of entries) (entry.isDirectory() ? folders : names).push(entry.name);
    return { names, folders };
  }

  async remove(key: string): Promise<void> {
    const file = this.localPath(key);
    try {
      await rm(file, { force: true });
    } catch (error) {
      throw unwritable(file, error);
    }
  }

  /** @throws FlowdeckError `key-invalid` for a key that leads out of the root (records of a foreign datastore are not trusted). */
  localPath(key: string): string {
    const parts = key.split('/');
    if (parts.some((part) => part === '' || part === '..' || part === '.' || part.includes('\0'))) {
      throw new FlowdeckError({
        code: 'key-invalid',
        message: `“${key}” is not a key of a datastore`,
        remedy: 'The record that names it is damaged.',
      });
    }
    return path.join(this.root, ...parts);
  }
}

/** A file that is not there is an answer, not a failure. */
function passOverMissing(file: string, error: unknown, signal?: AbortSignal): void {
  signal?.throwIfAborted();
  if (!isErrno(error, 'ENOENT', 'ENOTDIR')) throw unreadable(file, error);
}

/** Synchronous: for many small files, a trip to another thread each would cost more than the writing. */
function writeAll(folder: string, objects: ReadonlyMap<string, string>): void {
  const made = new Set<string>();
  for (const [name, text] of objects) {
    const file = path.join(folder, name);
    const parent = path.dirname(file);
    if (!made.has(parent)) mkdirSync(parent, { recursive: true });
    made.add(parent);
    writeFileSync(file, text, { flag: 'wx' });
  }
}

async function writeNew(file: string, bytes: Uint8Array | string): Promise<void> {
  try {
    await writeFile(file, bytes, { flag: 'wx' });
  } catch (error) {
    if (!isErrno(error, 'ENOENT')) throw error;
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, bytes, { flag: 'wx' });
  }
}

interface Readable {
  read(
    buffer: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ): Promise<{ bytesRead: number }>;
  stat(): Promise<{ size: number }>;
}

async function readFully(handle: Readable, start: number, length: number): Promise<Uint8Array> {
  const { size } = await handle.stat();
  const buffer = new Uint8Array(Math.max(0, Math.min(length, size - start)));
  let filled = 0;
  while (filled < buffer.length) {
    const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled, start + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}
