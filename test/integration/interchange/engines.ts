/** A flow's own command line, by official Metaflow or by ours, in one interpreter and one datastore. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { ENTRY, type Finished } from '../cliSupport';
import { OFFICIAL_PYTHON, plainEnvironment, type ClientView } from '../execute/runs';

export type Engine = 'official' | 'ours';
export const ENGINES: readonly Engine[] = ['official', 'ours'];
export const otherThan = (engine: Engine): Engine => (engine === 'ours' ? 'official' : 'ours');

const READ_RUNS = path.join(import.meta.dirname, '../execute/read_run.py');

/** Official Metaflow starts the other processes of a gang by the name of its interpreter. */
const interpreters = [path.dirname(OFFICIAL_PYTHON), process.env['PATH']].join(path.delimiter);

function environmentOf(engine: Engine, folder: string): NodeJS.ProcessEnv {
  const common = { ...plainEnvironment(folder), PATH: interpreters, PYTHONDONTWRITEBYTECODE: '1' };
  if (engine === 'official') return common;
  const runtime = path.join(path.dirname(ENTRY), 'python');
  return { ...common, PYTHONPATH: runtime, FLOWDECK_NODE: process.execPath };
}

/** Runs Python with that engine's package; its datastore is `<folder>/.metaflow`. */
export function python(
  engine: Engine,
  folder: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<Finished> {
  return new Promise((resolve) => {
    const options = {
      cwd: folder,
      env: { ...environmentOf(engine, folder), ...env },
      maxBuffer: 1 << 26,
    };
    const child = execFile(OFFICIAL_PYTHON, args, options, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
    });
    child.stdin?.end();
  });
}

/** Like `python`, for what must succeed. */
export async function succeed(
  engine: Engine,
  folder: string,
  args: readonly string[],
): Promise<Finished> {
  const done = await python(engine, folder, args);
  if (done.code !== 0) {
    throw new Error(`${engine} ${args.join(' ')}: ${done.code}\n${done.stdout}${done.stderr}`);
  }
  return done;
}

/** Runs the flow; answers with the run's id. */
export async function runBy(engine: Engine, folder: string, file: string): Promise<string> {
  const idFile = path.join(folder, `${engine}-id`);
  await succeed(engine, folder, [file, '--no-pylint', 'run', '--run-id-file', idFile]);
  return readFile(idFile, 'utf8');
}

/** What that engine's client says of every run of the flow in the folder's datastore. */
export async function readBy(
  engine: Engine,
  folder: string,
  flow: string,
): Promise<Readonly<Record<string, ClientView['run']>>> {
  const { stdout } = await succeed(engine, folder, [READ_RUNS, flow, '--runs']);
  return JSON.parse(stdout) as Readonly<Record<string, ClientView['run']>>;
}
