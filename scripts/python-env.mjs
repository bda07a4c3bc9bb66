/**
 * Makes `.venv-test`, the Python environment of the tests (test/requirements.txt), once; again when the list changed.
 * Prints the interpreter's path.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const folder = path.join(root, '.venv-test');
const requirements = path.join(root, 'test/requirements.txt');
const bin = path.join(folder, process.platform === 'win32' ? 'Scripts' : 'bin');
const python = path.join(bin, process.platform === 'win32' ? 'python.exe' : 'python');
const stamp = path.join(folder, '.ready');

const base =
  process.env.FLOWDECK_TEST_PYTHON ?? (process.platform === 'win32' ? 'python' : 'python3');
const wanted = createHash('sha256')
  .update(readFileSync(requirements))
  .update(execFileSync(base, ['--version']))
  .digest('hex');

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
  const quiet = { stdio: ['ignore', 2, 2] };
  rmSync(folder, { recursive: true, force: true });
  execFileSync(base, ['-m', 'venv', folder], quiet);
  execFileSync(
    python,
    ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements],
    quiet,
  );
  writeFileSync(stamp, wanted);
}
console.log(python);
