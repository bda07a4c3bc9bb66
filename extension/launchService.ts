/** Starts `flowdeck service` with the editor's own Node, from a copy of the runner in the global storage. */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import path from 'node:path';
import { ensureRuntimeCopy, removeUnusedCopies } from './runtimeCopy';
import type { ServiceLog } from './service';

export interface LaunchPlaces {
  /** The extension's dist/ folder. */
  readonly dist: string;
  /** The extension's folder in the global storage. */
  readonly storage: string;
}

/** The copy of the runner that this window uses. */
export function runtimeCopy(places: LaunchPlaces): Promise<string> {
  return ensureRuntimeCopy(places.dist, copiesIn(places));
}

function copiesIn(places: LaunchPlaces): string {
  return path.join(places.storage, 'runtime');
}

export async function launchService(
  places: LaunchPlaces,
  log: ServiceLog,
): Promise<ChildProcessWithoutNullStreams> {
  const copy = await runtimeCopy(places);
  removeUnusedCopies(copiesIn(places), copy).then(
    (removed) => removed.forEach((folder) => log.info(`removed the unused copy ${folder}`)),
    (error: unknown) => log.warn(`unused copies stay: ${String(error)}`),
  );
  return spawn(process.execPath, [path.join(copy, 'flowdeck.js'), 'service'], {
    // Not the workspace: on Windows a process keeps its working directory from being deleted.
    cwd: places.storage,
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    stdio: 'pipe',
    windowsHide: true,
  });
}
