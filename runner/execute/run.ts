/** `executeRun`: one run from its request to its end. The click in the editor and the terminal both come here. */
import { startPythonHost, type PythonHost } from '../compute/local';
import { runtimeFolder } from '../compute/runtimeFolder';
import type { ExecuteRun, RunObserver, RunRequest, RunSignals } from './request';

export const executeRun: ExecuteRun = async (request, observer, signals) => {
  const starting = request.host ?? startHost(request, observer, signals);
  // Heard below.
  starting.catch(() => undefined);
  // Everything else is loaded while Python starts.
  const { runOnHost } = await import('./course');
  return runOnHost(starting, request, observer, signals);
};

function startHost(
  { file, flow, argv, cwd, env, python }: RunRequest,
  observer: RunObserver,
  signals: RunSignals,
): Promise<PythonHost> {
  return startPythonHost({
    python,
    runtimeFolder: runtimeFolder(),
    file,
    ...(flow === undefined ? {} : { flow }),
    argv,
    cwd,
    env,
    signal: signals.stop,
    onOutput: (stream, bytes) => observer.output?.(stream, bytes),
  });
}
