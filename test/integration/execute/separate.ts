/** Starts runProcess.ts as a process of its own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { symlink } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import type { RunRef } from '../../../runner/runs/model';

const root = path.resolve(import.meta.dirname, '../../..');

/** Bundles the run process into a folder and gives the file to start. */
export async function bundleRunProcess(folder: string): Promise<string> {
  const outfile = path.join(folder, 'run.mjs');
  await build({
    entryPoints: [path.join(import.meta.dirname, 'runProcess.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    define: { FLOWDECK_VERSION: '"test"' },
    logLevel: 'error',
  });
  // The runtime is looked for beside the bundle.
  await symlink(path.join(root, 'runner/python'), path.join(folder, 'python'));
  return outfile;
}

export interface SeparateRun {
  readonly process: ChildProcess;
  readonly ref: RunRef;
  /** Resolves with the exit code or the signal. */
  readonly exited: Promise<number | string>;
}

export async function startSeparately(
  entry: string,
  file: string,
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<SeparateRun> {
  const child = spawn(process.execPath, [entry, file, cwd], {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit').then(
    ([code, signal]) => (code as number | null) ?? (signal as string),
  );
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  return { process: child, ref: JSON.parse(line) as RunRef, exited };
}
