/** Starts runs as processes of their own, and stops them. */
import { spawn, type ChildProcess } from 'node:child_process';
import type { Datastore } from '../datastore/datastore';
import { openDatastore } from '../datastore/datastore';
import { readProcessFile, readRunFile, requestCancel } from '../datastore/runRecord';
import { FlowdeckError } from '../errors';
import type { StartParams, StartResult } from '../service/protocol';
import type { RunRef } from './model';
import { livenessOf } from './process';

/**
 * Starts `flowdeck run` detached from this process and waits until the run has its place, or has told why there is none.
 *
 * @param entry absolute path of the bundle's `flowdeck.js`
 */
export async function startRun(params: StartParams, entry: string): Promise<StartResult> {
  const child = spawn(process.execPath, [entry, ...runArguments(params)], {
    cwd: params.cwd,
    env: runEnvironment(params.env ?? {}, process.env),
    detached: true,
    windowsHide: true,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  try {
    return await announcementOf(child);
  } finally {
    if (child.connected) child.disconnect();
    child.unref();
  }
}

/** `--name=value` keeps a value that begins with a dash a value. */
export function runArguments(params: StartParams): readonly string[] {
  if (params.resume) return resumeArguments(params, params.resume);
  return [
    ...['run', '--announce', '--python', params.python],
    ...(params.flow === undefined ? [] : ['--flow', params.flow]),
    ...(params.tags ?? []).map((tag) => `--tag=${tag}`),
    ...(params.maxWorkers === undefined ? [] : ['--max-workers', String(params.maxWorkers)]),
    ...(params.maxNumSplits === undefined ? [] : ['--max-num-splits', String(params.maxNumSplits)]),
    params.file,
    ...Object.entries(params.parameters).map(([name, value]) => `--${name}=${value}`),
  ];
}

/** Here, everything but the interpreter is an option of the flow's own command line. */
function resumeArguments(
  params: StartParams,
  { origin, step }: NonNullable<StartParams['resume']>,
): readonly string[] {
  return [
    ...['resume', '--announce', '--python', params.python],
    ...(params.flow === undefined ? [] : ['--flow', params.flow]),
    params.file,
    ...(step === undefined ? [] : [step]),
    `--origin-run-id=${origin}`,
    ...(params.tags ?? []).map((tag) => `--tag=${tag}`),
    ...(params.maxWorkers === undefined ? [] : [`--max-workers=${params.maxWorkers}`]),
    ...(params.maxNumSplits === undefined ? [] : [`--max-num-splits=${params.maxNumSplits}`]),
  ];
}

function runEnvironment(
  changes: { readonly [name: string]: string | null },
  base: NodeJS.ProcessEnv,
): NodeJS.ProcessEnv {
  const env = { ...base };
  for (const [name, value] of Object.entries(changes)) env[name] = value ?? undefined;
  // The editor's executable is an Electron: only this makes a Node of it.
  if (process.versions.electron !== undefined) env.ELECTRON_RUN_AS_NODE = '1';
  return env;
}

function announcementOf(child: ChildProcess): Promise<StartResult> {
  return new Promise((resolve) => {
    const fail = (message: string): void =>
      resolve({
        error: {
          code: 'run-not-started',
          message,
          remedy: 'Run “flowdeck doctor”, or the same flow in a terminal, to see more.',
        },
      });
    child.once('error', (error) => fail(`The run could not be started: ${error.message}`));
    child.once('exit', (code, signal) =>
      fail(`The run ended before it began (${signal ?? `exit code ${String(code)}`})`),
    );
    child.once('message', (message) => resolve(message as StartResult));
  });
}

/** Asks a run to stop. @throws FlowdeckError `run-not-found`, `run-not-running`. */
export async function cancelRun(ref: RunRef, force: boolean): Promise<void> {
  const ds = openDatastore(ref.root);
  await assertRunning(ds, ref);
  await requestCancel(ds, ref, { now: force });
  const owner = await readProcessFile(ds, ref);
  // Elsewhere, the file alone has to do; here a signal is quicker than the next look at it.
  if (owner && process.platform !== 'win32' && (await livenessOf(owner)) === 'here') {
    process.kill(owner.pid, 'SIGTERM');
  }
}

async function assertRunning(ds: Datastore, ref: RunRef): Promise<void> {
  const pathspec = `${ref.flow}/${ref.run}`;
  const record = await readRunFile(ds, ref);
  if (record && record.state !== 'running') {
    throw notRunning(pathspec, `has ${record.state} already`);
  }
  const owner = await readProcessFile(ds, ref);
  if (!owner && !record) {
    throw new FlowdeckError({
      code: 'run-not-found',
      message: 'There is no run of Flowdeck with this name that could be stopped',
      where: { pathspec },
      remedy:
        'Look for it with “flowdeck runs”; stop a run of another engine where it was started.',
    });
  }
  if (owner && (await livenessOf(owner)) === 'gone') {
    throw notRunning(pathspec, 'was interrupted: its process is gone');
  }
}

function notRunning(pathspec: string, why: string): FlowdeckError {
  return new FlowdeckError({
    code: 'run-not-running',
    message: `The run ${why}`,
    where: { pathspec },
    remedy: 'There is nothing left to stop.',
  });
}
