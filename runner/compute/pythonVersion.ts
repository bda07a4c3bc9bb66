/** What can be known of an interpreter without starting it: where it is and, often, its version. */
import { accessSync, constants, readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import type { PythonSearch } from './pythonCandidates';

const OLDEST = [3, 9] as const;

export function isOldVersion(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]);
}

/** The absolute path of a command: a path from `cwd`, or a name on PATH. Undefined when nothing can be executed there. */
export function locate(command: string, { cwd, env }: PythonSearch): string | undefined {
  if (command.includes('/') || command.includes(path.sep)) {
    const file = path.resolve(cwd, command);
    return isExecutable(file) ? file : undefined;
  }
  const folders = (env['PATH'] ?? env['Path'] ?? '').split(path.delimiter).filter(Boolean);
  const suffixes = process.platform === 'win32' ? ['.exe', '.bat', '.cmd'] : [''];
  for (const folder of folders)
    for (const suffix of suffixes) {
      const file = path.resolve(cwd, folder, command + suffix);
      if (isExecutable(file)) return file;
    }
  return undefined;
}

/** From `pyvenv.cfg` beside a virtual environment's `bin`, else from the name that the links lead to (`python3.11`). */
export function versionFromOutside(python: string): string | undefined {
  const config = readIfThere(path.join(path.dirname(python), '..', 'pyvenv.cfg'));
  const written = /^version(?:_info)?\s*=\s*(\d+\.\d+(?:\.\d+)?)/m.exec(config ?? '');
  if (written) return written[1];
  return /python(\d+\.\d+)(?:\.exe)?$/.exec(realpathSync(python))?.[1];
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
