/**
 * Finds the Python that runs flows, without starting it where its version can be seen from outside.
 *
 * Order: the setting, FLOWDECK_PYTHON, VIRTUAL_ENV, the nearest `.venv` or `venv` upwards, CONDA_PREFIX, then PATH.
 * What the person named is used or refused, never passed over; the rest is passed over when it is too old.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { FlowdeckError } from '../errors';
import { candidatesOf, type Candidate, type PythonSearch } from './pythonCandidates';
import { isOldVersion, locate, versionFromOutside } from './pythonVersion';

export type { PythonSearch } from './pythonCandidates';

export interface PythonInterpreter {
  /** Absolute path. */
  readonly path: string;
  /** What led to it, for people: `VIRTUAL_ENV`, `.venv`, `python3 on PATH`. */
  readonly origin: string;
  /** `3.11.4`, `3.11`; absent when only starting it would tell. */
  readonly version?: string;
}

/** What came of one place that was looked at. */
export interface PythonTrial {
  readonly origin: string;
  readonly path: string;
  readonly problem: string;
}

const REMEDY =
  'Install Python 3.9 or newer, or set flowdeck.pythonPath (FLOWDECK_PYTHON in a terminal).';

/**
 * @throws FlowdeckError `python-not-found` or `python-too-old`, with what was tried.
 * @example (await findPython({ cwd: process.cwd(), env: process.env })).path
 */
export async function findPython(search: PythonSearch): Promise<PythonInterpreter> {
  const tried: PythonTrial[] = [];
  for (const candidate of candidatesOf(search)) {
    const outcome = await tryCandidate(candidate, search);
    if (!('problem' in outcome)) return outcome;
    tried.push(outcome);
    if (candidate.named) throw unusable(outcome);
  }
  throw nothingFound(tried);
}

/**
 * Asks an interpreter itself; slow (an interpreter start), for doctor and for what cannot be told from outside.
 * Undefined when it does not start or is no Python.
 */
export async function probePython(
  python: string,
  env: NodeJS.ProcessEnv,
): Promise<{ readonly version: string; readonly executable: string } | undefined> {
  const code = 'import sys; print("%d.%d.%d" % sys.version_info[:3]); print(sys.executable)';
  try {
    const { stdout } = await promisify(execFile)(python, ['-c', code], { env, timeout: 15_000 });
    const [version, executable] = stdout.split(/\r?\n/);
    return version && executable ? { version, executable } : undefined;
  } catch {
    return undefined;
  }
}

async function tryCandidate(
  candidate: Candidate,
  search: PythonSearch,
): Promise<PythonInterpreter | PythonTrial> {
  const { origin } = candidate;
  const found = locate(candidate.command, search);
  if (found === undefined) return { origin, path: candidate.command, problem: 'does not exist' };
  const version = versionFromOutside(found);
  if (version === undefined && search.probe) return probed(origin, found, search.env);
  if (version === undefined) return { origin, path: found };
  if (isOldVersion(version)) return { origin, path: found, problem: `is Python ${version}` };
  return { origin, path: found, version };
}

/** What looks like a Python can be a shim, an installer's stub or another program. */
async function probed(
  origin: string,
  path: string,
  env: NodeJS.ProcessEnv,
): Promise<PythonInterpreter | PythonTrial> {
  const answer = await probePython(path, env);
  if (answer === undefined) return { origin, path, problem: 'does not start' };
  if (isOldVersion(answer.version)) return { origin, path, problem: `is Python ${answer.version}` };
  return { origin, path: answer.executable, version: answer.version };
}

function unusable({ origin, path, problem }: PythonTrial): FlowdeckError {
  return new FlowdeckError({
    code: problem.startsWith('is Python') ? 'python-too-old' : 'python-not-found',
    message: `The interpreter that ${origin} names ${problem}${problem.startsWith('is Python') ? ', but flows need 3.9 or newer' : ''}`,
    where: { file: path },
    remedy: REMEDY,
  });
}

function nothingFound(tried: readonly PythonTrial[]): FlowdeckError {
  const list = tried.map(({ origin, path, problem }) => `${origin} (${path}) ${problem}`);
  return new FlowdeckError({
    code: tried.some(({ problem }) => problem.startsWith('is Python'))
      ? 'python-too-old'
      : 'python-not-found',
    message: `No Python 3.9 or newer was found: ${list.join('; ')}`,
    remedy: REMEDY,
  });
}
