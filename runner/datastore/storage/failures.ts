/** What a file system's refusals mean to a person. */
import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';
import { FlowdeckError } from '../../errors';

const REMEDIES: { readonly [errno: string]: string } = {
  ENOSPC: 'The disk is full: free some space and run again; what had finished is kept.',
  EDQUOT: 'Your disk quota is used up: free some space and run again; what had finished is kept.',
  EROFS:
    'The file system is read-only: work in a folder that you may write to, or set METAFLOW_DATASTORE_SYSROOT_LOCAL.',
  EACCES:
    'You may not write there: change the permissions, or set METAFLOW_DATASTORE_SYSROOT_LOCAL to a folder of yours.',
  EPERM:
    'You may not write there: change the permissions, or set METAFLOW_DATASTORE_SYSROOT_LOCAL to a folder of yours.',
  EMFILE: 'Too many files are open: raise the limit (ulimit -n) or run fewer tasks at once.',
  ENFILE: 'Too many files are open on this machine: close other programs and run again.',
  ENAMETOOLONG: 'A name is too long for this file system: shorten the flow, step or artifact name.',
  ENOTDIR: 'A file stands where a folder is needed: remove it, or choose another root.',
};
const OTHERWISE = 'Check that the disk is there and that you may use this folder.';

export function isErrno(error: unknown, ...codes: readonly string[]): boolean {
  return codes.includes(errnoOf(error));
}

function errnoOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** @returns FlowdeckError `storage-unwritable`. */
export function unwritable(file: string, error: unknown): FlowdeckError {
  const cause = isErrno(error, 'ENOENT') ? (refusalAbove(file) ?? error) : error;
  return failure('storage-unwritable', `Can't write to the datastore`, file, cause);
}

/** Node's recursive mkdir says ENOENT where the file system is read-only: what the nearest folder that exists says. */
function refusalAbove(file: string): unknown {
  let folder = path.dirname(file);
  while (!existsSync(folder) && folder !== path.dirname(folder)) folder = path.dirname(folder);
  try {
    accessSync(folder, constants.W_OK);
    return undefined;
  } catch (cause) {
    return cause;
  }
}

/** @returns FlowdeckError `storage-unreadable`. */
export function unreadable(file: string, error: unknown): FlowdeckError {
  return failure('storage-unreadable', `Can't read from the datastore`, file, error);
}

function failure(code: string, what: string, file: string, cause: unknown): FlowdeckError {
  if (cause instanceof FlowdeckError) return cause;
  const errno = errnoOf(cause);
  const remedy = REMEDIES[errno] ?? OTHERWISE;
  const message = errno === '' ? `${what}: ${String(cause)}` : `${what} (${errno})`;
  return new FlowdeckError({ code, message, where: { file }, remedy }, { cause });
}
