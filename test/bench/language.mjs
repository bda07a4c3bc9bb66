/**
 * `npm run bench -- language`: what the language server takes. After each key in files of 1,000 and 5,000 lines: analysis
 * with all findings in this process, and what an editor waits for from the real one. Then a workspace of 10,000 files.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';

const root = path.resolve(import.meta.dirname, '../..');
const dist = path.resolve(root, process.env.FLOWDECK_DIST ?? 'dist');
const URI = 'file:///bench/flow.py';
/** What is typed in the middle of a step, key by key; half of it is no valid Python yet. */
const TYPED = 'self.result = sum(self.rows)\n        self.';
const FILES = [
  { name: '1,000 lines, 40 steps', steps: 40, lines: 17 },
  { name: '5,000 lines, 300 steps', steps: 300, lines: 11 },
];

const sorted = (numbers) => numbers.toSorted((a, b) => a - b);
const quantile = (numbers, share) =>
  sorted(numbers)[Math.min(numbers.length - 1, Math.floor(numbers.length * share))];
const figures = (numbers) => [0, 0.5, 0.95].map((share) => quantile(numbers, share).toFixed(1));

/** The code itself, to measure without a process between. */
async function load(work) {
  const outfile = path.join(work, 'inside.mjs');
  await esbuild.build({
    stdin: {
      contents: `
        export { flowText } from './test/fixtures/flowText';
        export { Workspace } from './language-server/workspace';
        export { diagnostics } from './language-server/features/diagnostics';
        export { createPythonParser } from './runner/analysis/source/parser';`,
      resolveDir: root,
    },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
  });
  return import(outfile);
}

/** A flow of one class without bases of its own, and where to type in it. */
function flowFile({ flowText }, { steps, lines }) {
  for (let seed = 1; ; seed++) {
    const text = flowText({ seed, steps, lines });
    if (text.includes('RandomFlowBase')) continue;
    const rows = text.split('\n');
    const row = rows.findIndex((line, at) => at > rows.length / 2 && line.includes('self.next('));
    return { text, row };
  }
}

/** Calls `press` for each key, with the change and the cursor behind it; what was typed is taken back in the end. */
async function type(rounds, row, press) {
  for (let round = 0; round < rounds; round++) {
    let [line, character] = [row, 8];
    for (const key of TYPED) {
      const at = { line, character };
      if (key === '\n') [line, character] = [line + 1, 0];
      else character++;
      await press({ range: { start: at, end: at }, text: key }, { line, character });
    }
    const range = { start: { line: row, character: 8 }, end: { line, character } };
    await press({ range, text: '' }, { line: row, character: 8 }, true);
  }
}

async function inside(code, file, rounds) {
  const wasm = (name) => readFileSync(path.join(dist, 'wasm', name));
  const parser = await code.createPythonParser(
    wasm('web-tree-sitter.wasm'),
    wasm('tree-sitter-python.wasm'),
  );
  const workspace = new code.Workspace(parser);
  const { text, row } = flowFile(code, file);
  const opened = performance.now();
  workspace.documents.open(URI, 1, text);
  code.diagnostics(workspace.flowsAt(URI));
  const first = performance.now() - opened;
  const took = [];
  let version = 1;
  await type(rounds + 1, row, (change) => {
    const began = performance.now();
    workspace.documents.change(URI, ++version, [change]);
    code.diagnostics(workspace.flowsAt(URI));
    took.push(performance.now() - began);
  });
  return { first, took: took.slice(TYPED.length) };
}

async function server(cwd = root) {
  const child = spawn(process.execPath, [path.join(dist, 'language-server.cjs'), '--stdio'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    cwd,
  });
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  connection.listen();
  await connection.sendRequest('initialize', {
    processId: null,
    rootUri: null,
    capabilities: {},
    initializationOptions: { wasmFolder: path.join(dist, 'wasm'), trusted: true },
  });
  await connection.sendNotification('initialized', {});
  const rss = () => {
    const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
  };
  return { connection, rss, stop: () => child.kill('SIGKILL') };
}

/** From the key to the answer, through the pipe. */
async function asked(code, file, rounds, method) {
  const { connection, stop } = await server();
  const { text, row } = flowFile(code, file);
  await connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri: URI, languageId: 'python', version: 1, text },
  });
  const took = [];
  let version = 1;
  await type(rounds + 1, row, async (change, position) => {
    const began = performance.now();
    await connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: URI, version: ++version },
      contentChanges: [change],
    });
    await connection.sendRequest(method, {
      textDocument: { uri: URI },
      position,
      context: { triggerKind: 1 },
    });
    took.push(performance.now() - began);
  });
  stop();
  return took.slice(TYPED.length);
}

/** 10,000 Python files in folders, 200 of them with flows. */
function makeWorkspace({ flowText }, folder) {
  const other = Array.from(
    { length: 60 },
    (_, at) => `def f${at}(a, b):\n    return a + b * ${at}\n`,
  );
  for (let at = 0; at < 10_000; at++) {
    const inner = path.join(folder, `part_${at % 20}`, `part_${at % 200}`);
    mkdirSync(inner, { recursive: true });
    const isFlow = at % 50 === 0;
    const text = isFlow
      ? flowText({ seed: at, steps: 8, lines: 10, name: `Flow${at}` })
      : other.slice(at % 30).join('\n');
    writeFileSync(path.join(inner, `module_${at}.py`), text);
  }
}

async function search(folder) {
  const { connection, rss, stop } = await server(folder);
  const folders = [pathToFileURL(folder).toString()];
  const ask = async () => {
    const began = performance.now();
    const { flows } = await connection.sendRequest('flowdeck/flows', { folders });
    if (flows.length !== 200) throw new Error(`${flows.length} flows`);
    return performance.now() - began;
  };
  const cold = await ask();
  const again = await ask();
  const memory = rss();
  stop();
  return { cold, again, memory };
}

/** The section of RESULTS.md. */
export async function measureLanguage(rounds, machine) {
  const work = mkdtempSync(path.join(tmpdir(), 'flowdeck-language-'));
  try {
    const code = await load(work);
    const keys = [];
    for (const file of FILES) {
      process.stderr.write(`language: ${file.name}\n`);
      const { first, took } = await inside(code, file, rounds);
      keys.push([`analysis and diagnostics, ${file.name}`, ...figures(took)]);
      keys.push([`the same when the file is opened, ${file.name}`, first.toFixed(1), '', '']);
      for (const [name, method] of [
        ['completion', 'textDocument/completion'],
        ['hover', 'textDocument/hover'],
      ]) {
        keys.push([
          `key → ${name}, ${file.name}`,
          ...figures(await asked(code, file, rounds, method)),
        ]);
      }
    }
    process.stderr.write('language: 10,000 files\n');
    const folder = path.join(work, 'workspace');
    makeWorkspace(code, folder);
    const searches = [];
    for (let round = 0; round < rounds; round++) searches.push(await search(folder));
    const of = (figure, digits) => {
      const all = sorted(searches.map((each) => each[figure]));
      return [all[0], all[Math.floor(all.length / 2)], all.at(-1)].map((each) =>
        each.toFixed(digits),
      );
    };
    const table = (header, rows) =>
      [header, header.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
    return `## Language server

After each of ${TYPED.length} keys, ${rounds} times, in the middle of a file, half of them leaving it invalid; milliseconds. Analysis and diagnostics
are measured in the process, without the pause of 250 ms; completion and hover from the key to the answer of the real process, analysis
included. ${machine}

${table(['', 'least', 'median', 'p95'], keys)}

A workspace of 10,000 Python files, 200 of them with flows, a new process each of ${rounds} times:

${table(
  ['', 'least', 'median', 'most'],
  [
    ['all flows found, ms', ...of('cold', 0)],
    ['asked again, ms', ...of('again', 0)],
    ['memory then, MB', ...of('memory', 0)],
  ],
)}
`;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
