/**
 * `flowdeck env`: puts the bundled runtime on Python's path, so that `python flow.py run` finds it: for this shell (what
 * it prints is to be evaluated), or for good in an environment (`--install`).
 */
import { execFile } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { findPython } from '../../compute/python';
import { runtimeFolder } from '../../compute/runtimeFolder';
import { FlowdeckError } from '../../errors';
import { EXIT } from '../failure';
import { quoteWord } from '../invocation';
import type { Terminal } from '../terminal';

export interface EnvOptions {
  readonly shell?: string;
  readonly install?: boolean;
  readonly uninstall?: boolean;
  readonly python?: string;
}

/** A name of our own, so that it is found again. */
const PATH_FILE = 'flowdeck-runtime.pth';

export async function envCommand(options: EnvOptions, terminal: Terminal): Promise<number> {
  const folder = runtimeFolder();
  if (options.install !== true && options.uninstall !== true) {
    terminal.out(shellText(options.shell ?? usualShell(), folder));
    return EXIT.ok;
  }
  const file = await pathFile(options);
  if (options.uninstall === true) await rm(file, { force: true });
  else await install(file, folder);
  terminal.out(
    options.uninstall === true
      ? `Flowdeck's runtime is off the path of that environment (${file}).\n`
      : `Flowdeck's runtime is on the path of that environment (${file}).\n`,
  );
  return EXIT.ok;
}

/** Python executes lines that begin with `import`: so the runtime stands first, and keeps off where Metaflow itself is asked for. */
async function install(file: string, folder: string): Promise<void> {
  const line =
    `import os, sys; folder = ${JSON.stringify(folder)}; ` +
    `os.environ.get("FLOWDECK_ENGINE") == "metaflow" or not os.path.isdir(folder) or sys.path.insert(0, folder)\n`;
  try {
    await writeFile(file, line);
  } catch (cause) {
    throw new FlowdeckError(
      {
        code: 'environment-unwritable',
        message: 'The packages folder of that Python cannot be written',
        where: { file },
        remedy: 'Choose a virtual environment of your own with --python.',
      },
      { cause },
    );
  }
}

async function pathFile({ python: setting }: EnvOptions): Promise<string> {
  const { env } = process;
  const search = { setting, settingOrigin: '--python', cwd: process.cwd(), env, probe: true };
  const python = await findPython(search);
  const code = 'import sysconfig; print(sysconfig.get_path("purelib"))';
  const { stdout } = await promisify(execFile)(python.path, ['-c', code]);
  return path.join(stdout.trim(), PATH_FILE);
}

type Writer = (name: string, value: string) => string;

const WRITERS: { readonly [shell: string]: Writer } = {
  posix: (name, value) => `export ${name}=${quoteWord(value)}`,
  fish: (name, value) => `set -gx ${name} ${quoteWord(value)}`,
  powershell: (name, value) => `$env:${name} = '${value.replaceAll("'", "''")}'`,
  cmd: (name, value) => `set "${name}=${value}"`,
};
const KINDS: { readonly [shell: string]: string } = { fish: 'fish', pwsh: 'powershell' };

function usualShell(): string {
  if (process.platform === 'win32') return 'powershell';
  return path.basename(process.env['SHELL'] ?? 'sh');
}

function shellText(shell: string, folder: string): string {
  const write = WRITERS[shell] ?? WRITERS[KINDS[shell] ?? 'posix'];
  if (!write) return '';
  const others = (process.env['PYTHONPATH'] ?? '')
    .split(path.delimiter)
    .filter((entry) => entry !== '' && path.resolve(entry) !== folder);
  const variables = {
    PYTHONPATH: [folder, ...others].join(path.delimiter),
    FLOWDECK_NODE: process.execPath,
  };
  const lines = Object.entries(variables).map(([name, value]) => write(name, value));
  return `${lines.join('\n')}\n`;
}
