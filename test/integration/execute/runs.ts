/** Runs flows for tests: in this process through `executeRun`, with real Python, in a folder of their own. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { runFile } from '../../../runner/datastore/layout';
import { RUN_FILES, type RunFile } from '../../../runner/datastore/runFiles';
import { parseEventLine, type RunEvent } from '../../../runner/events';
import type { RunOutcome, RunRequest } from '../../../runner/execute/request';
import { executeRun } from '../../../runner/execute/run';
import type { RunRef } from '../../../runner/runs/model';
import { PYTHON } from './interpreters';

const root = path.resolve(import.meta.dirname, '../../..');
/** The interpreter that has the official client. */
export const OFFICIAL_PYTHON = path.join(root, '.venv-test/bin/python');

export const flowFile = (name: string): string => path.join(root, 'test/flows', name);
export const ownFlow = (name: string): string => path.join(import.meta.dirname, 'flows', name);

/** A folder that is gone after the test: `await using`. */
export async function temporaryFolder(
  name = 'run',
): Promise<AsyncDisposable & { readonly path: string }> {
  const folder = await mkdtemp(path.join(tmpdir(), `flowdeck-${name}-`));
  return {
    path: folder,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true, maxRetries: 3 }),
  };
}

/** The environment of a person without Metaflow settings. */
export function plainEnvironment(folder: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('METAFLOW') && name !== 'PYTHONPATH',
  );
  return {
    ...Object.fromEntries(kept),
    METAFLOW_USER: 'tester',
    METAFLOW_HOME: folder,
    METAFLOW_CLIENT_CACHE_PATH: path.join(folder, 'client-cache'),
  };
}

export interface TestRun {
  readonly events: RunEvent[];
  readonly stop: AbortController;
  readonly kill: AbortController;
  readonly started: Promise<RunRef>;
  readonly outcome: Promise<RunOutcome>;
}

/** Starts a run in that working directory. `watch` sees every event as it comes. */
export function startRun(
  file: string,
  cwd: string,
  changes: Partial<RunRequest> = {},
  watch: (event: RunEvent, run: TestRun) => void = () => undefined,
): TestRun {
  const request: RunRequest = {
    file,
    argv: ['run'],
    python: PYTHON,
    cwd,
    env: plainEnvironment(cwd),
    ...changes,
  };
  const [stop, kill] = [new AbortController(), new AbortController()];
  const events: RunEvent[] = [];
  const place: { resolve: (ref: RunRef) => void } = { resolve: () => undefined };
  const started = new Promise<RunRef>((resolve) => (place.resolve = resolve));
  const observer = {
    started: (ref: RunRef) => place.resolve(ref),
    event: (event: RunEvent) => {
      events.push(event);
      watch(event, run);
    },
  };
  const outcome = Promise.resolve().then(() =>
    executeRun(request, observer, { stop: stop.signal, kill: kill.signal }),
  );
  const run: TestRun = { events, stop, kill, started, outcome };
  return run;
}

/** Runs to the end. */
export async function runFlow(
  file: string,
  cwd: string,
  changes: Partial<RunRequest> = {},
): Promise<TestRun & { readonly result: RunOutcome }> {
  const run = startRun(file, cwd, changes);
  return { ...run, result: await run.outcome };
}

export async function readRecord(ref: RunRef): Promise<RunFile> {
  const file = path.join(ref.root, runFile(ref.flow, ref.run, RUN_FILES.record));
  return JSON.parse(await readFile(file, 'utf8')) as RunFile;
}

/** The log as readers see it. */
export async function readEvents(ref: RunRef): Promise<(RunEvent | undefined)[]> {
  const file = path.join(ref.root, runFile(ref.flow, ref.run, RUN_FILES.events));
  const lines = (await readFile(file, 'utf8')).split('\n');
  return lines.filter((line) => line !== '').map((line) => parseEventLine(line));
}

/** Messages of a stored log, without the headers. */
export async function readLogFile(
  ref: RunRef,
  task: string,
  stream: 'stdout' | 'stderr',
  attempt = 0,
): Promise<string> {
  const name = `${attempt}.runtime_${stream}.log`;
  const text = await readFile(path.join(ref.root, ref.flow, ref.run, task, name), 'latin1');
  return text.replaceAll(/^\[MFLOG\|0\|[^\]]*\]/gm, '');
}

/** Ends of attempts, as `step attempt state`. */
export function ends(events: readonly RunEvent[]): string[] {
  return events.flatMap((event) =>
    event.type === 'attempt_ended' ? [`${event.step} ${event.attempt} ${event.state}`] : [],
  );
}

/** What the official client says about the newest run of a flow whose `.metaflow` is in that folder. */
export async function readOfficially(flow: string, folder: string): Promise<ClientView> {
  const script = path.join(import.meta.dirname, 'read_run.py');
  const { stdout } = await promisify(execFile)(OFFICIAL_PYTHON, [script, flow], {
    cwd: folder,
    env: plainEnvironment(folder),
    maxBuffer: 64 * 1024 * 1024,
  });
  return JSON.parse(stdout) as ClientView;
}

export interface ClientTask {
  readonly successful: boolean;
  readonly finished: boolean;
  readonly exception: string | null;
  readonly index: number | null;
  readonly artifacts: { readonly [name: string]: string };
  readonly stdout: string;
  readonly stderr_lines: number;
  readonly parents: readonly string[];
  readonly children: readonly string[];
}
export interface ClientView {
  readonly run: {
    readonly successful: boolean;
    readonly finished: boolean;
    readonly tags: readonly string[];
    readonly tasks: { readonly [name: string]: ClientTask };
    readonly data: { readonly [name: string]: string } | null;
  };
  readonly code: {
    readonly flowspec: string;
    readonly script: string;
    readonly files: readonly string[];
  } | null;
}
