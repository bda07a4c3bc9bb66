/** How much code a run takes along. A flow that lies in a home directory must not drag all of it with it. */
import os from 'node:os';
import path from 'node:path';

export interface SourceLimits {
  readonly files: number;
  /** Before packing. */
  readonly bytes: number;
  /** Folders looked into, nearest to the flow first. */
  readonly folders: number;
}

const ORDINARY: SourceLimits = { files: 5_000, bytes: 100 * 1024 * 1024, folders: 5_000 };
/** Nobody means the whole of such a folder. */
const TOO_WIDE: SourceLimits = { ...ORDINARY, folders: 50 };

/** @param folder absolute path of the flow's folder. */
export function limitsFor(folder: string, home: string = os.homedir()): SourceLimits {
  const isRoot = path.dirname(folder) === folder;
  // A folder above the home directory (/home) holds it too.
  const holdsHome = !path.relative(folder, home).startsWith('..');
  return isRoot || holdsHome ? TOO_WIDE : ORDINARY;
}
