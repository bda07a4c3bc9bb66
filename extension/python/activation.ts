/** What activating an environment sets: asked of the environment itself, since `activate.d` scripts may do anything. */
import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Interpreter } from './probe';

/** A program, with the arguments before those of Python, that runs Python in the activated environment. */
export interface ActivatedPython {
  readonly executable: string;
  readonly args: readonly string[];
}

type Variables = Readonly<Record<string, string | undefined>>;

/** One line: `conda run` refuses arguments of several. */
const QUESTION = `import json,os;print('VARIABLES'+json.dumps(dict(os.environ)))`;
/** Activating may be slow the first time; a run is not held back for ever. */
const PATIENCE = 30_000;
/** What belongs to the shell that activates, not to the environment. */
const OF_A_SHELL = new Set([
  '_',
  'SHLVL',
  'PWD',
  'OLDPWD',
  'PS1',
  'PROMPT',
  'CONDA_PROMPT_MODIFIER',
]);

/** Conda leaves its records in every environment. */
export async function isConda(interpreter: Interpreter): Promise<boolean> {
  return exists(path.join(interpreter.prefix, 'conda-meta'));
}

/** How conda runs Python in an environment of its; undefined when there is no conda to ask. */
export async function condaRun(
  interpreter: Interpreter,
  base: Variables,
  platform: NodeJS.Platform = process.platform,
): Promise<ActivatedPython | undefined> {
  const windows = platform === 'win32';
  const program = windows ? ['Scripts', 'conda.exe'] : ['bin', 'conda'];
  const { prefix } = interpreter;
  // The installation is the environment itself, or holds it in `envs`.
  const roots = [prefix, path.dirname(path.dirname(prefix))];
  const places = [base['CONDA_EXE'] ?? '', ...roots.map((root) => path.join(root, ...program))];
  for (const executable of places) {
    if (executable !== '' && (await exists(executable))) {
      return { executable, args: ['run', '--prefix', prefix, 'python'] };
    }
  }
  return undefined;
}

/** What the environment sets over `base`; null removes. @throws Error when it cannot be activated. */
export async function activatedVariables(
  python: ActivatedPython,
  base: Variables,
): Promise<Record<string, string | null>> {
  const output = await outputOf(python.executable, [...python.args, '-c', QUESTION], base);
  const at = output.lastIndexOf('VARIABLES');
  if (at < 0) throw new Error(`unexpected answer: ${output.slice(0, 80)}`);
  const line = output.slice(at + 'VARIABLES'.length).split('\n', 1)[0] ?? '';
  return changesBetween(base, JSON.parse(line) as Record<string, string>);
}

/** What differs, but for the variables of a shell. */
export function changesBetween(
  base: Variables,
  activated: Variables,
): Record<string, string | null> {
  const names = new Set([...Object.keys(base), ...Object.keys(activated)]);
  const changed = [...names].filter(
    (name) => !OF_A_SHELL.has(name) && base[name] !== activated[name],
  );
  return Object.fromEntries(changed.map((name) => [name, activated[name] ?? null]));
}

function outputOf(command: string, args: readonly string[], env: Variables): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { timeout: PATIENCE, windowsHide: true, env: { ...env }, maxBuffer: 8 << 20 };
    execFile(command, args, options, (error, stdout, stderr) => {
      if (error) reject(new Error(stderr.trim().split('\n').at(-1) || error.message));
      else resolve(stdout);
    });
  });
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
