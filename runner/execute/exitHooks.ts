/** `@exit_hook`: functions of the flow's file that are called when a run is over. Whatever they do, the run has ended as it has. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { pythonEnvironment } from '../compute/environment';
import { runtimeFolder } from '../compute/runtimeFolder';
import type { FlowDescription } from '../flow/description';
import type { RunRef } from '../runs/model';
import type { RunObserver, RunRequest } from './request';

export interface EndedRun {
  readonly ref: RunRef;
  readonly description: FlowDescription;
  readonly succeeded: boolean;
}

/** Resolves when the last of them has returned; what they print goes to the observer. */
export async function callExitHooks(
  { ref, description, succeeded }: EndedRun,
  { python, cwd, env, file }: RunRequest,
  observer: RunObserver,
): Promise<void> {
  if (!description.decorators.some(({ name }) => name === 'exit_hook')) return;
  const runtime = runtimeFolder();
  const child = spawn(
    python,
    [
      '-m',
      'metaflow._exit_hooks',
      file,
      description.name,
      ref.run,
      succeeded ? 'success' : 'error',
    ],
    {
      cwd,
      env: {
        ...pythonEnvironment(env),
        PYTHONPATH: [runtime, ...(env['PYTHONPATH'] ? [env['PYTHONPATH']] : [])].join(
          path.delimiter,
        ),
        ...whereTheyFind(ref),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    },
  );
  const print = (stream: 'stdout' | 'stderr') => (bytes: Buffer) => {
    if (observer.hookOutput) observer.hookOutput(stream, bytes);
    else observer.output?.(stream, bytes);
  };
  child.stdout.on('data', print('stdout'));
  child.stderr.on('data', print('stderr'));
  await new Promise<void>((resolve) => {
    child.on('close', () => resolve());
    child.on('error', (error) => {
      print('stderr')(Buffer.from(`[exit_hook] Python could not be started: ${error.message}\n`));
      resolve();
    });
  });
}

/** The client looks for runs in `.metaflow` of this folder, wherever the flow's own would be. */
function whereTheyFind({ root }: RunRef): NodeJS.ProcessEnv {
  const folder = path.dirname(root);
  return path.basename(root) === '.metaflow' ? { METAFLOW_DATASTORE_SYSROOT_LOCAL: folder } : {};
}
