/** What the text says of a flow's artifacts is what its tasks store, for every test flow. */
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { analyseModule, type AnalysedFlow } from '../../runner/analysis/analyse';
import { artifactFlow } from '../../runner/analysis/artifacts/artifactFlow';
import { createPythonParser, type PythonParser } from '../../runner/analysis/source/parser';
import { readModule } from '../../runner/analysis/source/readModule';
import { flowFile, temporaryFolder, type ClientView } from './execute/runs';
import { readBy, runBy } from './interchange/engines';

const FLOWS = readdirSync(flowFile('.')).filter((name) => name.endsWith('.py'));
const modules = path.resolve(import.meta.dirname, '../../node_modules');

let parser: PythonParser;
beforeAll(async () => {
  parser = await createPythonParser(
    await readFile(path.join(modules, 'web-tree-sitter/web-tree-sitter.wasm')),
    await readFile(path.join(modules, 'tree-sitter-python/tree-sitter-python.wasm')),
  );
});

/** The flow that the file runs, read from its text alone: bases in other files are not known. */
async function flowIn(file: string): Promise<AnalysedFlow> {
  const text = await readFile(file, 'utf8');
  const flows = analyseModule(readModule(parser, text, file), () => undefined);
  const flow = flows.find(({ instantiated }) => instantiated);
  if (!flow) throw new Error(`${file} runs no flow`);
  return flow;
}

/** Where what a task stored is not what was foretold: `step lacks x`, `step has x`. */
function differences(flow: AnalysedFlow, tasks: ClientView['run']['tasks']): string[] {
  return Object.entries(tasks).flatMap(([task, { artifacts, successful }]) => {
    const [step = ''] = task.split('[', 1);
    const foretold = artifactFlow(flow).steps.get(step);
    if (!foretold || !successful) return [];
    const stored = new Set(Object.keys(artifacts).filter((name) => !name.startsWith('_')));
    const lacks = [...foretold.leaving]
      .filter(([name, { presence }]) => presence === 'surely' && !name.startsWith('_'))
      .filter(([name]) => !stored.has(name))
      .map(([name]) => `${step} lacks ${name}`);
    const has = [...stored].filter((name) => !foretold.leaving.has(name) && name !== 'name');
    return [...lacks, ...(foretold.open ? [] : has.map((name) => `${step} has ${name}`))];
  });
}

describe('the artifacts that the text foretells', () => {
  it.each(FLOWS)('are those that the tasks of %s store', async (name) => {
    await using folder = await temporaryFolder('artifact-flow');
    const file = flowFile(name);
    const flow = await flowIn(file);
    const id = await runBy('ours', folder.path, file);
    const view = await readBy('ours', folder.path, flow.description.name);
    const tasks = view[id]?.tasks ?? {};
    expect(Object.keys(tasks)).not.toEqual([]);
    expect(differences(flow, tasks)).toEqual([]);
  });
});
