/**
 * Thousands of small files in a row, read by a process that has nothing else to do meanwhile: on this machine's disk a
 * trip to another thread for each costs many times the reading.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { isErrno, unreadable } from './storage/failures';
import type { Storage } from './storage/storage';

/** The whole object; undefined when there is none. @throws FlowdeckError `storage-unreadable` */
export async function readSmall(storage: Storage, key: string): Promise<Uint8Array | undefined> {
  const file = storage.localPath(key);
  return file === undefined ? storage.read(key) : unlessMissing(file, () => readFileSync(file));
}

/** Names of the objects and folders one level below. @throws FlowdeckError `storage-unreadable` */
export async function listSmall(storage: Storage, folder: string): Promise<readonly string[]> {
  const place = storage.localPath(folder);
  if (place !== undefined) return unlessMissing(place, () => readdirSync(place)) ?? [];
  const { names, folders } = await storage.list(folder);
  return [...names, ...folders];
}

function unlessMissing<T>(file: string, read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw unreadable(file, error);
  }
}
