/** What a feature is asked: files of a workspace with a cursor in one of them. */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Asked } from '../../../language-server/asked';
import { translator } from '../../../language-server/l10n';
import { analyseModule, type AnalysedFlow } from '../../../runner/analysis/analyse';
import { findingsOf } from '../../../runner/analysis/check';
import type { ModuleModel } from '../../../runner/analysis/model';
import type { ResolveModule } from '../../../runner/analysis/meaning/names';
import type { PythonParser } from '../../../runner/analysis/source/parser';
import { familyAround } from '../../../runner/analysis/symbols/family';
import type { RunFacts } from '../../../runner/flow/facts';
import { read, withCursor } from '../analysis/snippet';

export interface AskingOptions {
  /** Other files, by name: `base.py`, in the same folder. */
  readonly files?: { readonly [name: string]: string };
  readonly facts?: readonly RunFacts[];
  readonly now?: number;
  readonly trusted?: boolean;
}

const FOLDER = '/flows';
export const FILE = `${FOLDER}/test.py`;

/** @param marked the text of `test.py`, `¦` where the cursor stands; a mark in another file instead makes that the document */
export function asking(parser: PythonParser, marked: string, options: AskingOptions = {}): Asked {
  const texts = new Map<string, string>();
  let document = FILE;
  let position = { line: 0, character: 0 };
  for (const [name, given] of Object.entries({ 'test.py': marked, ...options.files })) {
    const file = `${FOLDER}/${name}`;
    if (given.includes('¦')) {
      document = file;
      position = withCursor(given).cursor;
    }
    texts.set(file, given.replace('¦', ''));
  }
  const modules = new Map([...texts].map(([file, text]) => [file, read(parser, text, file)]));
  const resolve = resolver(modules);
  const flows = new Map<string, AnalysedFlow[]>();
  for (const [file, model] of modules) flows.set(file, analyseModule(model, resolve));
  const module = modules.get(document);
  if (!module) throw new Error(`no such file: ${document}`);
  const uriOf = (file: string): string => pathToFileURL(file).toString();
  const others = [...flows].filter(([file]) => file !== document).flatMap(([, each]) => each);
  return {
    uri: uriOf(document),
    path: document,
    text: texts.get(document) ?? '',
    module,
    parser,
    resolve,
    flows: flows.get(document) ?? [],
    family: () =>
      familyAround(module.classes.values(), [...(flows.get(document) ?? []), ...others]),
    textOf: (file) => texts.get(file),
    uriOf,
    findings: findingsOf,
    facts: options.facts ?? [],
    trusted: options.trusted ?? true,
    now: options.now ?? new Date(2026, 10, 23, 16, 42).getTime(),
    t: translator(),
    position,
  };
}

/** Imports of files in the same folder. */
function resolver(modules: ReadonlyMap<string, ModuleModel>): ResolveModule {
  return (name, from) =>
    modules.get(path.posix.join(path.posix.dirname(from), `${name.replace(/^\./, '')}.py`));
}

interface Span {
  readonly start: Asked['position'];
  readonly end: Asked['position'];
}

/** The text with each of these places marked: `self.next(self.[train])`. */
export function marking(
  text: string,
  ranges: readonly Span[],
  marks: [string, string] = ['[', ']'],
) {
  const lines = text.split('\n');
  const ordered = [...ranges].sort(
    (a, b) => b.start.line - a.start.line || b.start.character - a.start.character,
  );
  for (const { start, end } of ordered) {
    const line = lines[start.line] ?? '';
    lines[start.line] =
      line.slice(0, start.character) +
      marks[0] +
      line.slice(start.character, end.character) +
      marks[1] +
      line.slice(end.character);
  }
  return lines.join('\n');
}
