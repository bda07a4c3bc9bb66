/**
 * `npm test`: everything, in the order in which a mistake shows soonest. `npm test -- unit python` runs only those parts.
 * The last line counts the tests.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const reports = path.join(root, 'out/test');
mkdirSync(reports, { recursive: true });
const bin = (name) => path.join(root, 'node_modules/.bin', name);
const totals = { passed: 0, failed: 0, skipped: 0 };

function run(command, args, options = {}) {
  const done = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options });
  if (done.error) throw done.error;
  return done.status === 0;
}

function venvPython() {
  const made = spawnSync(process.execPath, ['scripts/python-env.mjs'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
  });
  if (made.status !== 0) throw new Error('The Python environment of the tests could not be made.');
  return made.stdout.trim();
}

function vitest(project) {
  const report = path.join(reports, `${project}.json`);
  const ok = run(bin('vitest'), [
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile=${report}`,
  ]);
  if (existsSync(report)) {
    const result = JSON.parse(readFileSync(report, 'utf8'));
    totals.passed += result.numPassedTests;
    totals.failed += result.numFailedTests;
    totals.skipped += result.numPendingTests;
  }
  return ok;
}

function pythonTests() {
  const done = spawnSync(
    process.env.FLOWDECK_TEST_PYTHON ?? 'python3',
    ['-m', 'unittest', 'discover', '-s', 'test/python', '-t', 'test/python'],
    {
      cwd: root,
      stdio: ['ignore', 'inherit', 'pipe'],
      encoding: 'utf8',
      env: {
        ...process.env,
        PYTHONPATH: path.join(root, 'runner/python'),
        FLOWDECK_VENV_PYTHON: venvPython(),
      },
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  process.stderr.write(done.stderr);
  const ran = Number(/Ran (\d+) tests?/.exec(done.stderr)?.[1] ?? 0);
  const bad = [...done.stderr.matchAll(/(?:failures|errors)=(\d+)/g)].reduce(
    (sum, m) => sum + Number(m[1]),
    0,
  );
  const skipped = Number(/skipped=(\d+)/.exec(done.stderr)?.[1] ?? 0);
  totals.passed += ran - bad - skipped;
  totals.failed += bad;
  totals.skipped += skipped;
  return done.status === 0 && ran > 0;
}

const parts = {
  types: () => run(bin('tsc'), ['-p', '.']),
  lint: () => run('npm', ['run', '--silent', 'lint']),
  ruff: () => {
    const ruff = path.join(path.dirname(venvPython()), 'ruff');
    return run(ruff, ['check', '.']) && run(ruff, ['format', '--check', '.']);
  },
  mypy: () => run(venvPython(), ['-m', 'mypy', '--config-file', 'mypy.ini']),
  unit: () => vitest('unit'),
  // Tests in Python start flows by their own command line, which needs the built runner.
  build: () => run(process.execPath, ['scripts/build.mjs']),
  python: pythonTests,
  integration: () => vitest('integration'),
  package: () => run(process.execPath, ['scripts/package.mjs']),
  e2e: () => run('bash', ['scripts/workbench-install.sh']) && vitest('e2e'),
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in parts));
if (unknown.length > 0)
  throw new Error(
    `No such part: ${unknown.join(', ')}. There are: ${Object.keys(parts).join(', ')}.`,
  );

const failed = [];
for (const name of asked.length > 0 ? asked : Object.keys(parts)) {
  const began = Date.now();
  console.log(`\n== ${name}`);
  const ok = parts[name]();
  console.log(
    `== ${name}: ${ok ? 'ok' : 'FAILED'} (${((Date.now() - began) / 1000).toFixed(1)} s)`,
  );
  if (!ok) failed.push(name);
}

if (failed.length > 0) console.log(`\nFailed: ${failed.join(', ')}`);
console.log(`\n${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
process.exit(failed.length > 0 ? 1 : 0);
