/** Contract 1: for every flow that both can read, the static analysis and Python describe the same. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { analyseModule, type AnalysedFlow } from '../../runner/analysis/analyse';
import type { ModuleModel } from '../../runner/analysis/model';
import { createPythonParser, type PythonParser } from '../../runner/analysis/source/parser';
import { readModule } from '../../runner/analysis/source/readModule';
import { differences } from '../../runner/flow/agreement';
import { FlowDescriptionSchema, type FlowDescription } from '../../runner/flow/description';
import { modulePaths } from '../../runner/workspace/modulePaths';
import { flowText } from '../fixtures/flowText';

const repository = path.resolve(import.meta.dirname, '../..');

/** Imports each file under a name that no guard knows, and describes the flow classes that it defines. */
const DESCRIBE = `
import importlib.util, json, os, sys
from metaflow import FlowSpec
from metaflow._describe import describe

def described_by(file):
    spec = importlib.util.spec_from_file_location("described", file)
    module = importlib.util.module_from_spec(spec)
    sys.modules["described"] = module
    spec.loader.exec_module(module)
    own = [each for each in vars(module).values() if getattr(each, "__module__", "") == "described"]
    flows = [each for each in own if isinstance(each, type) and issubclass(each, FlowSpec)]
    return {flow.__name__: describe(flow, file) for flow in flows}

answers = {}
for file in sys.argv[1:]:
    before = set(sys.modules)
    sys.path.insert(0, os.path.dirname(file))
    try:
        answers[file] = {"flows": described_by(file)}
    except BaseException as error:
        answers[file] = {"refused": f"{type(error).__name__}: {error}"}
    # The next file's neighbours may have the same names.
    sys.path.pop(0)
    for name in set(sys.modules) - before:
        if not name.startswith("metaflow."):
            del sys.modules[name]
print("DESCRIBED" + json.dumps(answers))
`;

const answersSchema = v.record(
  v.string(),
  v.union([
    v.object({ flows: v.record(v.string(), FlowDescriptionSchema) }),
    v.object({ refused: v.string() }),
  ]),
);
type Answers = v.InferOutput<typeof answersSchema>;

function describedByPython(files: readonly string[]): Answers {
  const output = execFileSync('python3', ['-c', DESCRIBE, ...files], {
    encoding: 'utf8',
    env: { ...process.env, PYTHONPATH: path.join(repository, 'runner/python') },
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 64 * 1024 * 1024,
  });
  // A flow's file may print at import.
  const line = output.slice(output.lastIndexOf('DESCRIBED') + 'DESCRIBED'.length);
  return v.parse(answersSchema, JSON.parse(line));
}

let parser: PythonParser;
beforeAll(async () => {
  const wasm = (name: string): Uint8Array =>
    readFileSync(path.join(repository, 'node_modules', name));
  parser = await createPythonParser(
    wasm('web-tree-sitter/web-tree-sitter.wasm'),
    wasm('tree-sitter-python/tree-sitter-python.wasm'),
  );
});

const modules = new Map<string, ModuleModel | undefined>();

function moduleAt(file: string): ModuleModel | undefined {
  if (!modules.has(file)) {
    const text = statSync(file, { throwIfNoEntry: false })?.isFile()
      ? readFileSync(file, 'utf8')
      : undefined;
    modules.set(file, text === undefined ? undefined : readModule(parser, text, file));
  }
  return modules.get(file);
}

function analysed(file: string): AnalysedFlow[] {
  const module = moduleAt(file);
  if (!module) throw new Error(`${file} cannot be read`);
  return analyseModule(module, (name, from) =>
    modulePaths(name, from, [])
      .map(moduleAt)
      .find((found) => found !== undefined),
  );
}

function flowFiles(folder: string): string[] {
  return readdirSync(path.join(repository, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.py'))
    .map((file) => path.join(folder, file))
    .filter((file) => readFileSync(path.join(repository, file), 'utf8').includes('FlowSpec'))
    .sort();
}

/** Without what only running the file can tell. */
function known(flow: AnalysedFlow, description: FlowDescription): FlowDescription {
  if (!flow.unknown.decorators) return description;
  const steps = description.steps.map((step) => ({ ...step, decorators: [] }));
  return { ...description, steps, decorators: [], parameters: [] };
}

function agreementOn(file: string, answer: Answers[string] | undefined): void {
  if (!answer || 'refused' in answer) throw new Error(answer?.refused ?? 'Python did not answer');
  const found = new Map(analysed(file).map((flow) => [flow.description.name, flow]));
  expect([...found.keys()].sort()).toEqual(Object.keys(answer.flows).sort());
  for (const [name, own] of found) {
    const python = answer.flows[name];
    expect(python && differences(known(own, own.description), known(own, python))).toEqual([]);
  }
}

const FILES = [...flowFiles('examples'), ...flowFiles('test/flows')];
/** Python cannot import these, or refuses a class at its definition: there is nothing to agree with. */
const PYTHON_REFUSES = new Set(
  ['import_error', 'not_available', 'syntax_error', 'no_flow'].map(
    (name) => `test/flows/bad/${name}.py`,
  ),
);

describe('what a flow is', () => {
  let answers: Answers;
  beforeAll(() => {
    answers = describedByPython(FILES.map((file) => path.join(repository, file)));
  });

  it('is asked of flows that exist', () => {
    expect(FILES.length).toBeGreaterThan(12);
  });

  it.each(FILES.filter((file) => !PYTHON_REFUSES.has(file)))(
    'is the same to both in %s',
    (file) => {
      const full = path.join(repository, file);
      agreementOn(full, answers[full]);
    },
  );
});

describe('what a random flow is', () => {
  it('is the same to both', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'flowdeck-random-'));
    try {
      const files = Array.from({ length: 200 }, (_, seed) => {
        const file = path.join(folder, `random_${String(seed)}.py`);
        writeFileSync(file, flowText({ seed, steps: 3 + (seed % 12), lines: seed % 5 }));
        return file;
      });
      const answers = describedByPython(files);
      for (const file of files) agreementOn(file, answers[file]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
