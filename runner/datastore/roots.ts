/** Where the local datastore is, found as Metaflow finds it. Few file system calls, so synchronous. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { LOCAL_FOLDER, nearestFolder, nearestLocalFolder, readSetting } from './settings';
import { isErrno, unwritable } from './storage/failures';

export { resolveUser, systemTags } from './identity';

/**
 * The root that a reader in `cwd` uses: what METAFLOW_DATASTORE_SYSROOT_LOCAL says (it need not exist), else
 * the nearest `.metaflow` upwards, else undefined.
 */
export function findLocalRoot(cwd: string, env: NodeJS.ProcessEnv): string | undefined {
  const sysroot = readSetting('METAFLOW_DATASTORE_SYSROOT_LOCAL', cwd, env);
  if (sysroot !== undefined) return path.resolve(cwd, sysroot, LOCAL_FOLDER);
  return nearestLocalFolder(cwd);
}

/** The root that a writer in `cwd` uses; made in `cwd` when there is none. @throws FlowdeckError `storage-unwritable`. */
export function openLocalRoot(cwd: string, env: NodeJS.ProcessEnv): string {
  return make(findLocalRoot(cwd, env) ?? path.resolve(cwd, LOCAL_FOLDER));
}

/**
 * Where spun steps go, apart from the runs: what METAFLOW_DATASTORE_SYSROOT_SPIN says, else the nearest `.metaflow_spin`
 * upwards; made in `cwd` when there is none. @throws FlowdeckError `storage-unwritable`.
 */
export function openSpinRoot(cwd: string, env: NodeJS.ProcessEnv): string {
  const sysroot = readSetting('METAFLOW_DATASTORE_SYSROOT_SPIN', cwd, env);
  if (sysroot !== undefined) return make(path.resolve(cwd, sysroot, SPIN_FOLDER));
  return make(nearestFolder(SPIN_FOLDER, cwd) ?? path.resolve(cwd, SPIN_FOLDER));
}

const SPIN_FOLDER = '.metaflow_spin';

function make(root: string): string {
  try {
    const created = mkdirSync(root, { recursive: true });
    if (created !== undefined) ignoreInGit(root);
  } catch (error) {
    throw unwritable(root, error);
  }
  return root;
}

/** Thousands of small files are nothing for version control. */
function ignoreInGit(root: string): void {
  try {
    writeFileSync(path.join(root, '.gitignore'), '*\n', { flag: 'wx' });
  } catch (error) {
    if (!isErrno(error, 'EEXIST')) throw error;
  }
}
