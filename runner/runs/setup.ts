/** Whether a run could work here, and how to fix what is missing: `flowdeck doctor` and "Check Setup". */
import { execFile } from 'node:child_process';
import { access, constants, statfs } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { pythonEnvironment } from '../compute/environment';
import { findPython, type PythonInterpreter } from '../compute/python';
import { runtimeFolder } from '../compute/runtimeFolder';
import { findLocalRoot, resolveUser } from '../datastore/roots';
import { formatSize } from '../drawing/format';
import { FlowdeckError } from '../errors';
import type { CheckItem } from '../service/protocol';

export interface SetupQuestion {
  /** A path, or a name on PATH; absent: found as a run would find it. */
  readonly python?: string;
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/** The oldest Node that the bundle runs on. */
const OLDEST_NODE = [20, 19] as const;
/** Less free space than this (bytes) is worth a warning. */
const LITTLE_SPACE = 500e6;

export async function checkSetup(question: SetupQuestion): Promise<readonly CheckItem[]> {
  const [python, place] = await Promise.all([checkPython(question), checkPlace(question)]);
  return [checkNode(process.versions.node), ...python, ...place, checkUser(question)];
}

function checkNode(version: string): CheckItem {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const old = major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1]);
  return old
    ? {
        name: 'Node',
        state: 'problem',
        message: `Node ${version} is too old`,
        remedy: `Install Node ${OLDEST_NODE.join('.')} or newer.`,
      }
    : { name: 'Node', state: 'ok', message: version };
}

async function checkPython(question: SetupQuestion): Promise<readonly CheckItem[]> {
  let found: PythonInterpreter;
  try {
    found = await findPython({
      setting: question.python,
      cwd: question.cwd,
      env: question.env,
    });
  } catch (error) {
    return [problemOf('Python', error)];
  }
  const answer = await askPython(found.path, question.env).catch((error: unknown) => error);
  if (!isAnswer(answer)) {
    const remedy = 'Choose another interpreter, or install this one again.';
    const message = `${found.path} cannot load the runtime: ${lastLine(answer)}`;
    return [{ name: 'Python', state: 'problem', message, remedy }];
  }
  return [
    {
      name: 'Python',
      state: 'ok',
      message: `${answer.version} at ${answer.executable} (${found.origin})`,
    },
    { name: 'Runtime', state: 'ok', message: answer.runtime },
    startsItem(answer.fork, question.env),
  ];
}

interface PythonAnswer {
  readonly version: string;
  readonly executable: string;
  /** The folder of the runtime that a flow would import. */
  readonly runtime: string;
  readonly fork: boolean;
}

const QUESTION = `
import json, os, sys
sys.path.insert(0, sys.argv[1])
import metaflow
print(json.dumps({"version": "%d.%d.%d" % sys.version_info[:3], "executable": sys.executable,
  "runtime": os.path.dirname(metaflow.__file__), "fork": hasattr(os, "fork") and sys.platform != "darwin"}))
`;

async function askPython(python: string, env: NodeJS.ProcessEnv): Promise<unknown> {
  const { stdout } = await promisify(execFile)(python, ['-c', QUESTION, runtimeFolder()], {
    env: pythonEnvironment(env),
    timeout: 20_000,
  });
  return JSON.parse(stdout);
}

function isAnswer(value: unknown): value is PythonAnswer {
  return typeof value === 'object' && value !== null && 'runtime' in value;
}

function startsItem(fork: boolean, env: NodeJS.ProcessEnv): CheckItem {
  const forks = fork && env.FLOWDECK_FORK !== '0';
  const message = forks
    ? 'as forks of one process: milliseconds each'
    : `as interpreters of their own${fork ? ' (FLOWDECK_FORK=0)' : ': this system cannot fork safely'}`;
  return { name: 'Tasks start', state: 'ok', message };
}

async function checkPlace({ cwd, env }: SetupQuestion): Promise<readonly CheckItem[]> {
  const name = 'Runs are kept in';
  let root: string;
  let exists: boolean;
  try {
    const found = findLocalRoot(cwd, env);
    exists = found !== undefined;
    root = found ?? path.join(cwd, '.metaflow');
  } catch (error) {
    return [problemOf(name, error)];
  }
  const folder = await nearestExisting(root);
  const writable = await access(folder, constants.W_OK).then(
    () => true,
    () => false,
  );
  if (!writable) {
    const remedy = 'Give yourself write permission, or set METAFLOW_DATASTORE_SYSROOT_LOCAL.';
    return [{ name, state: 'problem', message: `${folder} cannot be written`, remedy }];
  }
  const message = exists ? root : `${root} (made by the first run)`;
  return [{ name, state: 'ok', message }, ...(await checkSpace(folder))];
}

async function checkSpace(folder: string): Promise<readonly CheckItem[]> {
  const disk = await statfs(folder).catch(() => undefined);
  if (!disk) return [];
  const free = disk.bavail * disk.bsize;
  const message = `${formatSize(free)} free`;
  if (free >= LITTLE_SPACE) return [{ name: 'Disk', state: 'ok', message }];
  return [{ name: 'Disk', state: 'warning', message, remedy: 'Make room before a large run.' }];
}

function checkUser({ cwd, env }: SetupQuestion): CheckItem {
  return { name: 'Runs belong to', state: 'ok', message: resolveUser(env, cwd) };
}

async function nearestExisting(file: string): Promise<string> {
  for (let folder = file; ; folder = path.dirname(folder)) {
    const there = await access(folder).then(
      () => true,
      () => false,
    );
    if (there || folder === path.dirname(folder)) return folder;
  }
}

function problemOf(name: string, error: unknown): CheckItem {
  const message = error instanceof Error ? error.message : String(error);
  const remedy = error instanceof FlowdeckError ? error.remedy : undefined;
  return { name, state: 'problem', message, ...(remedy === undefined ? {} : { remedy }) };
}

function lastLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.trim().split('\n').at(-1) ?? text;
}
