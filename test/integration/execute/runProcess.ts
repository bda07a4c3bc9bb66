/** A run as a process of its own, for tests that kill it: `node … FILE CWD`. Prints one line once the run has its place. */
import { executeRun } from '../../../runner/execute/run';
import { PYTHON } from './interpreters';

const [file = '', cwd = ''] = process.argv.slice(2);
const never = new AbortController().signal;
const { state } = await executeRun(
  {
    file,
    cwd,
    argv: ['run'],
    python: PYTHON,
    env: process.env,
  },
  {
    started: (ref) => void process.stdout.write(`${JSON.stringify(ref)}\n`),
    event: () => undefined,
  },
  { stop: never, kill: never },
);
process.exitCode = state === 'succeeded' ? 0 : 1;
