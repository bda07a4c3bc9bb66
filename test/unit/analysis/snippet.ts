/** Python snippets for tests; `¦` marks the cursor. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { analyseModule, type AnalysedFlow } from '../../../runner/analysis/analyse';
import type { ModuleModel } from '../../../runner/analysis/model';
import type { ResolveModule } from '../../../runner/analysis/meaning/names';
import { createPythonParser, type PythonParser } from '../../../runner/analysis/source/parser';
import type { Position } from '../../../runner/analysis/positions';
import { readModule } from '../../../runner/analysis/source/readModule';

const modules = path.resolve(import.meta.dirname, '../../../node_modules');

export function pythonParser(): Promise<PythonParser> {
  return createPythonParser(
    readFileSync(path.join(modules, 'web-tree-sitter/web-tree-sitter.wasm')),
    readFileSync(path.join(modules, 'tree-sitter-python/tree-sitter-python.wasm')),
  );
}

export function read(parser: PythonParser, text: string, file = '/flows/test.py'): ModuleModel {
  return readModule(parser, text, file);
}

const nothing: ResolveModule = () => undefined;

export function analyse(parser: PythonParser, text: string, resolve = nothing): AnalysedFlow[] {
  return analyseModule(read(parser, text), resolve);
}

/** The one flow of a snippet. */
export function onlyFlow(parser: PythonParser, text: string, resolve = nothing): AnalysedFlow {
  const [flow, ...more] = analyse(parser, text, resolve);
  if (!flow || more.length > 0)
    throw new Error(`expected one flow, found ${more.length + (flow ? 1 : 0)}`);
  return flow;
}

/** Takes the `¦` out of a snippet and tells where it was. */
export function withCursor(marked: string): { text: string; cursor: Position } {
  const at = marked.indexOf('¦');
  if (at < 0) throw new Error('no ¦ in the snippet');
  const before = marked.slice(0, at).split('\n');
  return {
    text: marked.replace('¦', ''),
    cursor: { line: before.length - 1, character: before.at(-1)?.length ?? 0 },
  };
}
