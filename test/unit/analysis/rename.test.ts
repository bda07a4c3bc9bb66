/** Property: a flow whose steps, artifacts or parameters have other names is the same flow but for the names. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { analyseModule, type AnalysedFlow } from '../../../runner/analysis/analyse';
import { artifactFlow } from '../../../runner/analysis/artifacts/artifactFlow';
import type { ArtifactStates } from '../../../runner/analysis/artifacts/model';
import { findingsOf } from '../../../runner/analysis/check';
import type { FileEdit } from '../../../runner/analysis/fixes/fix';
import type { ModuleModel } from '../../../runner/analysis/model';
import type { PythonParser } from '../../../runner/analysis/source/parser';
import { occurrencesOf } from '../../../runner/analysis/symbols/occurrences';
import { familyAround } from '../../../runner/analysis/symbols/family';
import { symbolAt, type FoundSymbol } from '../../../runner/analysis/symbols/related';
import { refusal, refusalOf, renameEdits } from '../../../runner/analysis/symbols/rename';
import { flowText } from '../../fixtures/flowText';
import { pythonParser, read } from './snippet';

let parser: PythonParser;
beforeAll(async () => {
  parser = await pythonParser();
});

type Texts = ReadonlyMap<string, string>;

/** All flows of some files that import each other by name. */
function flowsOf(texts: Texts): AnalysedFlow[] {
  const modules = new Map<string, ModuleModel>(
    [...texts].map(([file, text]) => [file, read(parser, text, file)]),
  );
  const resolve = (name: string, from: string): ModuleModel | undefined => {
    const wanted = name.replace(/^\.+/, '').replaceAll('.', '/');
    const folder = path.posix.dirname(from);
    return modules.get(`${folder}/${wanted}.py`) ?? modules.get(`${folder}/${wanted}/__init__.py`);
  };
  return [...modules.values()].flatMap((module) => analyseModule(module, resolve));
}

/** Of private names another private one: Metaflow treats them in another way. */
const fresh = (name: string): string => `${name.startsWith('_') ? '_' : ''}quite_another_name`;

/** What a flow means, with one name written as its fresh one. */
function meaning(flow: AnalysedFlow, name?: string): unknown {
  const as = (each: string): string => (each === name ? fresh(each) : each);
  const states = (all: ArtifactStates): string[] =>
    [...all].map(([each, { presence }]) => `${as(each)} ${presence}`).sort();
  return {
    steps: flow.description.steps.map((step) => [
      as(step.name),
      step.type,
      step.next.map(as),
      as(step.foreachArtifact ?? ''),
      as(step.condition ?? ''),
      Object.entries(step.switchCases ?? {}).map(([value, target]) => [value, as(target)]),
    ]),
    parameters: flow.description.parameters.map((each) => [each.name, as(each.attribute)]),
    occurrences: occurrencesOf(flow).map(
      ({ symbol, role, file, range }) =>
        `${symbol.kind} ${role} ${as(symbol.name)} ${file}:${range.start.line}`,
    ),
    artifacts: [...artifactFlow(flow).steps].map(([step, { arriving, leaving }]) => [
      as(step),
      states(arriving),
      states(leaving),
    ]),
    findings: findingsOf(flow)
      .map(({ code, step }) => `${code} ${as(step ?? '')}`)
      .sort(),
  };
}

function applied(texts: Texts, edits: readonly FileEdit[]): Texts {
  const changed = new Map(texts);
  const fromBehind = [...edits].sort(
    (a, b) =>
      b.range.start.line - a.range.start.line || b.range.start.character - a.range.start.character,
  );
  for (const { file, range, newText } of fromBehind) {
    const lines = (changed.get(file) ?? '').split('\n');
    const line = lines[range.start.line] ?? '';
    lines[range.start.line] =
      line.slice(0, range.start.character) + newText + line.slice(range.end.character);
    changed.set(file, lines.join('\n'));
  }
  return changed;
}

/** Every symbol of the flows that can be renamed, once. */
function symbolsOf(flows: readonly AnalysedFlow[]): FoundSymbol[] {
  const seen = new Set<string>();
  const found: FoundSymbol[] = [];
  for (const flow of flows) {
    const family = familyAround(
      flow.classes.map(({ model }) => model),
      flows,
    );
    for (const { symbol, file, range } of occurrencesOf(flow)) {
      const key = `${flow.description.file} ${flow.description.name} ${symbol.name}`;
      const one = seen.has(key) ? undefined : symbolAt(family, file, range.start);
      seen.add(key);
      if (one && !refusal(one, () => true) && !refusalOf(one, fresh(symbol.name))) found.push(one);
    }
  }
  return found;
}

/** How many symbols were renamed. */
function checkRenames(texts: Texts, wanted: (index: number) => boolean = () => true): number {
  const flows = flowsOf(texts);
  const symbols = symbolsOf(flows).filter((_, index) => wanted(index));
  for (const found of symbols) {
    const { name } = found.symbol;
    const after = flowsOf(
      applied(
        texts,
        renameEdits(found, fresh(name), {
          parser,
          textOf: (file) => texts.get(file),
        }),
      ),
    );
    const touched = new Set(found.flows);
    const expected = flows.map((flow) => meaning(flow, touched.has(flow) ? name : undefined));
    expect(after.map((flow) => meaning(flow))).toEqual(expected);
    const left = after
      .filter((_, index) => flows.slice(index, index + 1).some((flow) => touched.has(flow)))
      .flatMap((flow) => occurrencesOf(flow).filter(({ symbol }) => symbol.name === name));
    expect(left).toEqual([]);
  }
  return symbols.length;
}

/** Each costs an analysis of all its files. */
const some = (index: number): boolean => index % 3 === 0;

describe('renaming', () => {
  it('keeps the meaning of every test flow', () => {
    const folder = path.resolve(import.meta.dirname, '../../flows');
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((file) => file.replaceAll('\\', '/'))
      .filter((file) => file.endsWith('.py') && !file.startsWith('bad/'));
    const texts = new Map(
      files.map((file) => [`/flows/${file}`, readFileSync(path.join(folder, file), 'utf8')]),
    );
    const alone = files.filter((file) => {
      const text = texts.get(`/flows/${file}`) ?? '';
      return !/^from (shared|\.)/m.test(text) && !file.startsWith('shared/');
    });
    let count = 0;
    for (const file of alone) {
      count += checkRenames(new Map([[`/flows/${file}`, texts.get(`/flows/${file}`) ?? '']]), some);
    }
    // Those that share modules are one family.
    for (const file of alone) texts.delete(`/flows/${file}`);
    count += checkRenames(texts, some);
    expect(count).toBeGreaterThan(80);
  }, 120_000);

  it('keeps the meaning of random flows', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 3, max: 14 }), (seed, steps) => {
        const text = flowText({ seed, steps, lines: 4 });
        checkRenames(new Map([['/flows/random.py', text]]), (index) => index % 5 === seed % 5);
      }),
      { numRuns: 8, seed: 7 },
    );
  }, 120_000);
});
