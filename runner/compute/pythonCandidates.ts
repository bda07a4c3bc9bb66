/** Where a Python may be, best first. Reads folder names only; starts nothing. */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

export interface PythonSearch {
  /** `flowdeck.pythonPath`, or `--python`: a path or a name on PATH. */
  readonly setting?: string | undefined;
  /** Who said so, for people; absent: the setting flowdeck.pythonPath. */
  readonly settingOrigin?: string | undefined;
  /** Where the search for virtual environments begins. */
  readonly cwd: string;
  /** Where it ends; absent: at the project's root (a folder with `.git`) or below the home folder. */
  readonly workspace?: string | undefined;
  readonly env: NodeJS.ProcessEnv;
  /** Start interpreters whose version cannot be seen from outside (shims). A run need not: its host tells. */
  readonly probe?: boolean | undefined;
}

export interface Candidate {
  /** An absolute path, or a name to look up on PATH. */
  readonly command: string;
  readonly origin: string;
  /** The person named it: if it cannot be used they must hear of it. */
  readonly named: boolean;
}

export function candidatesOf(search: PythonSearch): Candidate[] {
  const { env, cwd, setting } = search;
  const named = [
    [setting, search.settingOrigin ?? 'the setting flowdeck.pythonPath'],
    [env['FLOWDECK_PYTHON'], 'FLOWDECK_PYTHON'],
  ] as const;
  const environments = [
    [env['VIRTUAL_ENV'], 'VIRTUAL_ENV'],
    ...virtualEnvironments(cwd, search.workspace).map(
      (folder) => [folder, path.basename(folder)] as const,
    ),
    [env['CONDA_PREFIX'], 'CONDA_PREFIX'],
  ] as const;
  const names = process.platform === 'win32' ? ['python', 'python3', 'py'] : ['python3', 'python'];
  return [
    ...named.flatMap(([command, origin]) => (command ? [{ command, origin, named: true }] : [])),
    ...environments.flatMap(([folder, origin]) =>
      folder ? [{ command: pythonOf(folder, origin), origin, named: false }] : [],
    ),
    ...names.map((command) => ({
      command,
      origin: `${command} on PATH`,
      named: false,
    })),
  ];
}

function pythonOf(environment: string, origin: string): string {
  if (process.platform !== 'win32') return path.join(environment, 'bin', 'python');
  return origin === 'CONDA_PREFIX'
    ? path.join(environment, 'python.exe')
    : path.join(environment, 'Scripts', 'python.exe');
}

/** `.venv` and `venv` folders from `cwd` upwards. */
function virtualEnvironments(cwd: string, workspace: string | undefined): string[] {
  const found: string[] = [];
  const home = homedir();
  for (let folder = path.resolve(cwd); ; folder = path.dirname(folder)) {
    for (const name of ['.venv', 'venv']) {
      const environment = path.join(folder, name);
      if (existsSync(path.join(environment, 'pyvenv.cfg'))) found.push(environment);
    }
    const isTop =
      workspace === undefined
        ? existsSync(path.join(folder, '.git'))
        : folder === path.resolve(workspace);
    if (isTop || folder === home || folder === path.dirname(folder)) return found;
  }
}
