/** Which interpreters are tried, and in which order. Pure. */
import path from 'node:path';

export type PythonSource = 'setting' | 'extension' | 'workspace' | 'path';

export interface Candidate {
  /** An absolute path, or a command that is looked for on PATH. */
  readonly command: string;
  readonly source: PythonSource;
}

export interface CandidateInputs {
  /** `flowdeck.pythonPath` as it stands in the settings. */
  readonly setting?: string;
  /** The interpreter that the Python extension has selected for the folder. */
  readonly extension?: string;
  /** Absolute path of the workspace folder. */
  readonly folder?: string;
  readonly home: string;
  readonly platform: NodeJS.Platform;
}

/** `${workspaceFolder}` and `~` resolved; a path that is relative stands in the folder; a bare command stays one. */
export function resolveSetting(setting: string, folder: string | undefined, home: string): string {
  const text = setting
    .trim()
    .replaceAll('${workspaceFolder}', folder ?? '')
    .replace(/^~(?=$|[\\/])/, home);
  return folder !== undefined && /[\\/]/.test(text) ? path.resolve(folder, text) : text;
}

/** In the order in which they are tried; none twice. */
export function candidates(inputs: CandidateInputs): readonly Candidate[] {
  const windows = inputs.platform === 'win32';
  const venvPython = windows ? ['Scripts', 'python.exe'] : ['bin', 'python'];
  const all: Candidate[] = [];
  if (inputs.setting?.trim()) {
    const command = resolveSetting(inputs.setting, inputs.folder, inputs.home);
    all.push({ command, source: 'setting' });
  }
  if (inputs.extension) all.push({ command: inputs.extension, source: 'extension' });
  if (inputs.folder !== undefined) {
    all.push({ command: path.join(inputs.folder, '.venv', ...venvPython), source: 'workspace' });
  }
  // The launcher `py` knows installations that are not on PATH.
  for (const command of windows ? ['python', 'python3', 'py'] : ['python3', 'python']) {
    all.push({ command, source: 'path' });
  }
  return all.filter((it, at) => all.findIndex(({ command }) => command === it.command) === at);
}
