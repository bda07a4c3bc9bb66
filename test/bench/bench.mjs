/**
 * `npm run bench`: the same flows by official Metaflow and by Flowdeck, in turn, on this machine with the same Python.
 * Prints a table and writes test/bench/RESULTS.md. `-- --rounds 9` runs more, `-- hello` only the cases with that name,
 * `-- language` only the language server.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, release, tmpdir, totalmem } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { measureLanguage } from './language.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '5' } },
});
const rounds = Number(values.rounds);
const python = spawnSync(process.execPath, [path.join(root, 'scripts/python-env.mjs')], {
  encoding: 'utf8',
}).stdout.trim();
const flow = (name) => path.join(import.meta.dirname, 'flows', name);

const official = (file, args = []) => [python, file, '--quiet', '--no-pylint', 'run', ...args];
const ours = (file, args = [], options = []) => [
  process.execPath,
  path.join(root, 'dist/flowdeck.js'),
  'run',
  '--python',
  python,
  ...options,
  file,
  ...args,
];

/** The flow's own command line, by the bundled runtime. */
const door = (file, args = []) => [python, file, '--quiet', 'run', ...args];
const runtime = { PYTHONPATH: path.join(root, 'dist/python'), FLOWDECK_NODE: process.execPath };

/** Each case: what is run by whom, how often, and whose time it is compared with. */
const cases = [
  { name: 'hello, 3 tasks', official: official(flow('hello.py')), ours: ours(flow('hello.py')) },
  {
    name: 'hello, `python hello.py run`',
    official: official(flow('hello.py')),
    ours: door(flow('hello.py')),
    env: runtime,
  },
  {
    name: 'foreach 100 with join',
    official: official(flow('foreach.py')),
    ours: ours(flow('foreach.py')),
  },
  {
    name: 'hello, fresh interpreters',
    official: official(flow('hello.py')),
    ours: ours(flow('hello.py')),
    env: { FLOWDECK_FORK: '0' },
  },
  {
    name: 'foreach 100, fresh interpreters',
    ours: ours(flow('foreach.py')),
    env: { FLOWDECK_FORK: '0' },
  },
  {
    name: 'foreach 1,000 with join',
    ours: ours(flow('foreach.py'), ['--items', '1000'], ['--max-num-splits', '1000']),
  },
  {
    name: 'foreach 10,000 with join',
    ours: ours(flow('foreach.py'), ['--items', '10000'], ['--max-num-splits', '10000']),
    once: true,
  },
].filter(({ name }) => positionals.length === 0 || positionals.some((word) => name.includes(word)));

function countFiles(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  ).length;
}

// Kept until the end: ext4 creates files several times slower for a minute after many were deleted.
const work = mkdtempSync(path.join(tmpdir(), 'flowdeck-bench-'));
process.once('exit', () => rmSync(work, { recursive: true, force: true }));

/** One run in a folder of its own. Wall and CPU in seconds, memory in bytes. */
function measure(command, env = {}) {
  const folder = mkdtempSync(path.join(work, 'run-'));
  const log = path.join(folder, 'log');
  const done = spawnSync(python, [path.join(import.meta.dirname, 'measure.py'), ...command], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, METAFLOW_USER: 'bench', BENCH_LOG: log, ...env },
  });
  const result = JSON.parse(done.stdout);
  if (result.code !== 0) throw new Error(`${command.join(' ')}\n${readFileSync(log, 'utf8')}`);
  return { ...result, files: countFiles(path.join(folder, '.metaflow')) };
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
const spread = (numbers, digits) =>
  `${median(numbers).toFixed(digits)} (${Math.min(...numbers).toFixed(digits)}–${Math.max(...numbers).toFixed(digits)})`;
const pick = (runs, figure, scale = 1) => runs.map((run) => run[figure] / scale);

const rows = [];
for (const entry of cases) {
  const runs = { official: [], ours: [] };
  // The first round warms the disk cache and is not counted; official and ours take turns, so that a slow spell hits both.
  for (let round = entry.once ? rounds : 0; round <= rounds; round++) {
    for (const who of ['official', 'ours']) {
      if (!entry[who]) continue;
      const result = measure(entry[who], who === 'ours' ? entry.env : {});
      if (round > 0) runs[who].push(result);
    }
    process.stderr.write(`${entry.name}: round ${round} of ${rounds}\n`);
  }
  const ratio = (figure) =>
    runs.official.length > 0
      ? `${median(runs.official.map((run, i) => run[figure] / runs.ours[i][figure])).toFixed(1)}×`
      : '–';
  for (const who of ['official', 'ours']) {
    if (runs[who].length === 0) continue;
    rows.push([
      entry.name,
      who === 'official' ? 'Metaflow' : '**Flowdeck**',
      spread(pick(runs[who], 'wall'), 2),
      spread(pick(runs[who], 'cpu'), 2),
      spread(pick(runs[who], 'memory', 1e6), 0),
      String(median(pick(runs[who], 'files'))),
      who === 'ours' ? ratio('wall') : '',
      who === 'ours' ? ratio('cpu') : '',
    ]);
  }
}

const header = ['flow', 'by', 'wall s', 'CPU s', 'peak MB', 'files', 'wall ratio', 'CPU ratio'];
const table = [header, header.map(() => '---'), ...rows]
  .map((row) => `| ${row.join(' | ')} |`)
  .join('\n');
const versions = spawnSync(
  python,
  [
    '-c',
    'import sys, importlib.metadata as m; print(sys.version.split()[0], m.version("metaflow"))',
  ],
  { encoding: 'utf8' },
)
  .stdout.trim()
  .split(' ');
const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, ${process.platform} ${release()}, Node ${process.versions.node}`;
const runsText = `# Measured

Median (least–most) of ${rounds} runs each, Metaflow and Flowdeck in turn after one round that is not counted; whole processes from start to
exit, CPU of everything they waited for, memory of the largest process. Ratios are medians of pairs.
Repeat it with \`npm run bench\`.

${machine}, Python ${versions[0]}, Metaflow ${versions[1]}.

${table}
`;

// What was not measured this time stays as it was.
const results = path.join(import.meta.dirname, 'RESULTS.md');
const known = readFileSync(results, 'utf8');
const at = known.indexOf('## Language server');
const [knownRuns, knownLanguage] = at < 0 ? [known, ''] : [known.slice(0, at), known.slice(at)];
const isLanguage = positionals.length === 0 || positionals.includes('language');
const parts = [
  rows.length > 0 ? runsText : knownRuns,
  isLanguage ? await measureLanguage(rounds, `${machine}.`) : knownLanguage,
];
const text = `${parts
  .map((part) => part.trim())
  .filter((part) => part !== '')
  .join('\n\n')}\n`;
console.log(text);
writeFileSync(results, text);
