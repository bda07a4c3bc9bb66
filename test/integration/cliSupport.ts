/** The built command in folders of its own, for the tests of the command, the service and the runs. */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { existsSync } from 'node:fs';
import { RunReading } from '../../runner/runs/runReading';
import { openDatastore } from '../../runner/datastore/datastore';
import { readProcessFile } from '../../runner/datastore/runRecord';
import { livenessOf } from '../../runner/runs/process';
import type { RunFold } from '../../runner/runs/fold';
import type { RunRef } from '../../runner/runs/model';

const repository = path.resolve(import.meta.dirname, '../..');
export const ENTRY = path.join(
  process.env['FLOWDECK_TEST_DIST'] ?? path.join(repository, 'dist'),
  'flowdeck.js',
);
export const FLOWS = path.join(repository, 'test/flows');
export const OFFICIAL_PYTHON = path.join(repository, '.venv-test/bin/python');
export const hasOfficial = existsSync(OFFICIAL_PYTHON);

/** A folder that is removed after the test. */
export class Sandbox implements AsyncDisposable {
  private constructor(readonly folder: string) {}

  static async create(name = 'flowdeck test '): Promise<Sandbox> {
    // Resolved, since macOS's temporary folder is a link.
    return new Sandbox(await realpath(await mkdtemp(path.join(os.tmpdir(), name))));
  }

  get root(): string {
    return path.join(this.folder, '.metaflow');
  }

  get env(): NodeJS.ProcessEnv {
    const { PATH, HOME } = process.env;
    return { PATH, HOME, METAFLOW_USER: 'tester', METAFLOW_HOME: this.folder };
  }

  flowdeck(...args: string[]): Promise<Finished> {
    return execute(process.execPath, [ENTRY, ...args], this.folder, this.env);
  }

  /** Official Metaflow, in the same datastore. */
  official(file: string, ...args: string[]): Promise<Finished> {
    return execute(OFFICIAL_PYTHON, [file, '--quiet', 'run', ...args], this.folder, this.env);
  }

  spawn(...args: string[]): ChildProcess {
    return spawn(process.execPath, [ENTRY, ...args], { cwd: this.folder, env: this.env });
  }

  /** A test that failed may have left a run that waits for ever. */
  async [Symbol.asyncDispose](): Promise<void> {
    const ds = openDatastore(this.root);
    for (const flow of await ds.metadata.flows()) {
      for (const record of await ds.metadata.runs(flow)) {
        const owner = await readProcessFile(ds, record);
        if (owner && (await livenessOf(owner)) === 'here') process.kill(owner.pid, 'SIGKILL');
      }
    }
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

export interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function execute(
  command: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<Finished> {
  return new Promise((resolve) => {
    const options = { cwd, env, maxBuffer: 1 << 26 };
    execFile(command, args, options, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      resolve({ code, stdout, stderr });
    });
  });
}

/** The newest run of a flow in a root. */
export async function newestRun(root: string, flow: string): Promise<RunRef> {
  const [newest] = await openDatastore(root).metadata.runs(flow);
  if (!newest) throw new Error(`no run of ${flow} in ${root}`);
  return { root, flow, run: newest.run };
}

/** The run as whoever watches would see it now. */
export async function look(ref: RunRef): Promise<RunFold> {
  const reading = new RunReading(openDatastore(ref.root), ref);
  await reading.refresh();
  return reading.fold;
}

/** Waits for something that must come about, looking again and again; the test's own time limit is the only one. */
export async function until<T>(
  question: () => Promise<T | undefined | false> | T | undefined | false,
): Promise<T> {
  for (;;) {
    const answer = await question();
    if (answer !== undefined && answer !== false) return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
