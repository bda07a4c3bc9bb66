/**
 * `npm run fuzz`: random edits of flows in a session of the language server, until something does not hold or the time is
 * over. `-- --seconds 600 --seed 7`. A failing case is made small and written to out/fuzz/.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as esbuild from 'esbuild';

const root = path.resolve(import.meta.dirname, '..');
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    /** Goes on after a failure, and counts each kind once. */
    all: { type: 'boolean', default: false },
  },
});
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');

const out = path.join(root, 'out/fuzz');
mkdirSync(out, { recursive: true });
const bundle = path.join(out, `fuzzing-${process.pid}.mjs`);
await esbuild.build({
  stdin: {
    contents: `export * from './test/fixtures/fuzzing'; export * from './runner/analysis/source/parser';`,
    resolveDir: root,
  },
  outfile: bundle,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  logLevel: 'error',
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
});
const { createPythonParser, Fuzzer, fuzzCase, shrunk } = await import(bundle);
rmSync(bundle);

const wasm = (name) => readFileSync(path.join(root, 'node_modules', name));
const parser = await createPythonParser(
  wasm('web-tree-sitter/web-tree-sitter.wasm'),
  wasm('tree-sitter-python/tree-sitter-python.wasm'),
);
const texts = ['examples', 'test/flows'].flatMap((folder) =>
  readdirSync(path.join(root, folder), { recursive: true })
    .filter((file) => file.endsWith('.py'))
    .map((file) => readFileSync(path.join(root, folder, file), 'utf8')),
);

const heap = () => {
  collect();
  return process.memoryUsage().heapUsed / 1e6;
};

const fuzzer = new Fuzzer(parser);
const until = Date.now() + Number(values.seconds) * 1000;
const seen = new Map();
let seed = Number(values.seed);
let played = 0;
let first = 0;
for (; Date.now() < until; seed++, played++) {
  if (played === 200) first = heap();
  // Timers of the session get their turn.
  await new Promise((resolve) => setTimeout(resolve, 0));
  const failing = fuzzCase(seed, texts);
  const failure = await fuzzer.play(failing);
  if (!failure) continue;
  const kind = failure.problem.split('\n').slice(0, 3).join('\n').replaceAll(/\d+/g, 'N');
  if (seen.has(kind)) continue;
  seen.set(kind, seed);
  const small = await shrunk(fuzzer, failing);
  const again = (await fuzzer.play(small)) ?? failure;
  const file = path.join(out, `${seed}.json`);
  writeFileSync(file, JSON.stringify({ problem: again.problem, ...small }, null, 2));
  writeFileSync(path.join(out, `${seed}.py`), again.text);
  console.log(`seed ${seed} (${small.edits.length} edits, ${file}):\n${again.problem}\n`);
  if (!values.all) break;
}
const last = heap();
console.log(
  `${played} cases, seeds ${values.seed} to ${seed - 1}; heap ${first.toFixed(0)} MB at first, ${last.toFixed(0)} MB at the end`,
);
const grows = played > 2_000 && last > first * 1.5 + 20;
if (grows) console.log('Memory grows.');
process.exit(seen.size > 0 || grows ? 1 : 0);
