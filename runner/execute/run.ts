/** `executeRun`: one run from its request to its end. The click in the editor and the terminal both come here. */
import { startPythonHost } from '../compute/local';
import { runtimeFolder } from '../compute/runtimeFolder';
import type { ExecuteRun } from './request';

export const executeRun: ExecuteRun = async (request, observer, signals) => {
  const { file, flow, argv, cwd, env, python } = request;
  const starting = startPythonHost({
    python,
    runtimeFolder: runtimeFolder(),
    file,
    ...(flow === undefined ? {} : { flow }),
    argv: ['run', ...argv],
    cwd,
    env,
    signal: signals.stop,
    onOutput: (stream, bytes) => observer.output?.(stream, bytes),
  });
  // Heard below.
  starting.catch(() => undefined);
  // Everything else is loaded while Python starts.
  const { runOnHost } = await import('./course');
  return runOnHost(starting, request, observer, signals);
};
