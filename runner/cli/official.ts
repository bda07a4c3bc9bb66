/** Runs that the official package carries out in our stead: it is installed, and the flow needs it or the person prefers it. */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pythonEnvironment } from '../compute/environment';
import { parseJsonObject, textOf } from '../datastore/jsonFiles';
import { LOCAL_FOLDER } from '../datastore/settings';
import type { RunRef } from '../runs/model';
import { EXIT } from './failure';

export interface OfficialRun {
  readonly python: string;
  /** Absolute path of the flow's file. */
  readonly file: string;
  /** `['run', …]`. */
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** It has the terminal; else its output is in its records alone. */
  readonly shown: boolean;
}

const LOOK_MS = 200;

/** @param started the run exists; not called for runs outside of this machine's datastore. Resolves with the exit code. */
export async function runOfficially(
  run: OfficialRun,
  started: (ref: RunRef) => void,
): Promise<number> {
  const folder = await mkdtemp(path.join(tmpdir(), 'flowdeck-'));
  const attributes = path.join(folder, 'run.json');
  const [command = 'run', ...words] = run.argv;
  const child = spawn(
    run.python,
    [run.file, command, '--runner-attribute-file', attributes, ...words],
    {
      cwd: run.cwd,
      env: {
        ...pythonEnvironment(run.env),
        FLOWDECK_ENGINE: 'metaflow',
        FLOWDECK_HANDED_OVER: '1',
      },
      stdio: run.shown ? 'inherit' : 'ignore',
    },
  );
  const timer = setInterval(() => void tell(), LOOK_MS);
  const tell = async (): Promise<void> => {
    const ref = await readPlace(attributes);
    if (!ref) return;
    clearInterval(timer);
    started(ref);
  };
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code) => resolve(code ?? EXIT.failed));
    });
  } finally {
    clearInterval(timer);
    await rm(folder, { recursive: true, force: true });
  }
}

/** From what Metaflow writes for its own Runner: the run, and where its records are (`local@/folder`). */
async function readPlace(file: string): Promise<RunRef | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const values = text === '' ? undefined : parseJsonObject(text);
  const [flow, run] = [textOf(values?.['flow_name']), textOf(values?.['run_id'])];
  const [kind, folder] = (textOf(values?.['metadata']) ?? '').split('@');
  if (flow === undefined || run === undefined || kind !== 'local' || !folder) return undefined;
  return { root: path.join(folder, LOCAL_FOLDER), flow, run };
}
