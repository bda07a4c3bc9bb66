/** Finds the datastores of workspace folders. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { findLocalRoot } from '../datastore/roots';

/** Levels below a workspace folder in which a `.metaflow` is looked for. */
const DEPTH = 3;
/** Folders that are walked at most: a workspace may be a whole disk. */
const MOST_FOLDERS = 2_000;
const PASSED_OVER = new Set(['node_modules', 'venv', 'env', '__pycache__', 'site-packages']);
const LOCAL_FOLDER = '.metaflow';

/**
 * For each folder the root that a run in it would use (it need not exist), and the roots that runs in its subfolders
 * have made.
 */
export async function findRoots(
  folders: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<readonly string[]> {
  const roots = new Set<string>();
  for (const folder of folders) {
    roots.add(rootFor(folder, env));
    for (const root of await rootsBelow(folder)) roots.add(root);
  }
  return [...roots];
}

function rootFor(folder: string, env: NodeJS.ProcessEnv): string {
  try {
    return findLocalRoot(folder, env) ?? path.join(folder, LOCAL_FOLDER);
  } catch {
    // A wrong profile: runs will say so; what is here can still be shown.
    return path.join(folder, LOCAL_FOLDER);
  }
}

async function rootsBelow(folder: string): Promise<readonly string[]> {
  const roots: string[] = [];
  let level = [folder];
  let walked = 0;
  for (let depth = 0; depth <= DEPTH && level.length > 0; depth += 1) {
    const next: string[] = [];
    for (const parent of level) {
      if ((walked += 1) > MOST_FOLDERS) return roots;
      const entries = await readdir(parent, { withFileTypes: true }).catch(() => []);
      const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
      if (names.includes(LOCAL_FOLDER)) roots.push(path.join(parent, LOCAL_FOLDER));
      if (entries.some((entry) => entry.name === 'pyvenv.cfg')) continue;
      for (const name of names) {
        if (!name.startsWith('.') && !PASSED_OVER.has(name)) next.push(path.join(parent, name));
      }
    }
    level = next;
  }
  return roots;
}
