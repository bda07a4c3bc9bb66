/** The parts of the language beyond plain steps: configs, decorators of one's own, marked starts and ends, mix-ins. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { AnalysedFlow } from '../../../runner/analysis/analyse';
import type { PythonParser } from '../../../runner/analysis/source/parser';
import type { StepDescription } from '../../../runner/flow/description';
import { checkFlow } from '../../../runner/flow/rules';
import { onlyFlow, pythonParser, read } from './snippet';

let parser: PythonParser;
beforeAll(async () => {
  parser = await pythonParser();
});

/** Two steps with these decorators over the first and this class line. */
function decorated(over: string, head = '', bases = 'FlowSpec', onClass = ''): AnalysedFlow {
  return onlyFlow(
    parser,
    `from metaflow import *\n${head}\n${onClass}class F(${bases}):\n    ${over}\n    @step\n    def start(self):\n        self.next(self.end)\n    @step\n    def end(self): pass\n`,
  );
}

const codes = (flow: AnalysedFlow): string[] =>
  [...checkFlow(flow.description, flow.unknown), ...flow.findings].map(({ code }) => code);

describe('parameters of other kinds', () => {
  const described = (call: string): unknown => {
    const text = `from metaflow import *\nclass F(FlowSpec):\n    p = ${call}\n`;
    return onlyFlow(parser, text).description.parameters[0];
  };

  it.each([
    ["Config('cfg', default='a.json')", { kind: 'config', name: 'cfg', default: 'a.json' }],
    ["Config('cfg', default_value={'a': 1}, required=True)", { kind: 'config', required: false }],
    ["Config('cfg', None, {'a': 1}, 'Sizes')", { kind: 'config', help: 'Sizes' }],
    ["Config('cfg', required=True)", { kind: 'config', required: true }],
    ["IncludeFile('data', True)", { kind: 'include-file', type: 'FilePath', required: true }],
    ["IncludeFile('data', default='a.csv')", { kind: 'include-file', default: 'a.csv' }],
    [
      "Parameter('p', default=config_expr('cfg.alpha'))",
      { kind: 'parameter', type: 'unknown', default: { $expression: "config_expr('cfg.alpha')" } },
    ],
    [
      "Parameter('p', type=int, default=cfg.alpha)",
      { type: 'int', default: { $expression: 'cfg.alpha' } },
    ],
  ])('%s', (call, expected) => {
    expect(described(call)).toMatchObject(expected);
  });
});

describe('a decorator of one’s own', () => {
  const names = (flow: AnalysedFlow): string[] =>
    flow.description.steps[0]?.decorators.map(({ name }) => name) ?? [];

  it('is kept with its name, and changes nothing else', () => {
    const head =
      '@user_step_decorator\ndef timed(step_name, flow, inputs=None, attributes=None):\n    yield\n';
    const flow = decorated('@timed\n    @retry(times=5)', head);
    expect(names(flow)).toEqual(['retry', 'timed']);
    expect(flow.unknown.decorators).toBe(false);
    expect(codes(flow)).toEqual(['retry-times']);
  });

  it.each([
    ['a mutator of steps', '@changes', 'class changes(StepMutator):\n    pass\n'],
    [
      'a mutator by inheritance',
      '@more',
      'class base(StepMutator): pass\nclass more(base): pass\n',
    ],
    ['one whose options are computed', '@timeout(**OPTIONS)', ''],
    ['something of a library', '@theirs', 'from company import theirs\n'],
  ])('may be %s: then nothing is said about decorators', (_name, over, head) => {
    const flow = decorated(`${over}\n    @retry(times=5)`, head);
    expect(flow.unknown).toEqual({ steps: false, decorators: true });
    expect(codes(flow)).toEqual([]);
  });

  it('may change the whole flow', () => {
    const head = 'class changes(FlowMutator):\n    pass\n';
    const flow = decorated('@retry(times=5)', head, 'FlowSpec', '@changes\n');
    expect(flow.description.decorators).toEqual([{ name: 'changes', attributes: {} }]);
    expect(codes(flow)).toEqual([]);
  });

  it('counts only above @step', () => {
    const flow = onlyFlow(
      parser,
      'from metaflow import *\nfrom functools import cache\nclass F(FlowSpec):\n    @step\n    @cache\n    def start(self): pass\n',
    );
    expect(flow.unknown.decorators).toBe(false);
    expect(names(flow)).toEqual([]);
  });

  it('comes with a base class', () => {
    const head =
      "@project(name='p')\n@exit_hook(on_error=['a'])\nclass Base(FlowSpec):\n    pass\n";
    const text = `from metaflow import *\n${head}@exit_hook(on_error=['b'])\n@project(name='q')\nclass F(Base):\n    @step\n    def start(self): pass\n`;
    const module = read(parser, text);
    expect(module.classes.size).toBe(2);
    const flow = onlyFlow(
      parser,
      text
        .replace('class Base(FlowSpec)', 'class Base')
        .replace('class F(Base)', 'class F(Base, FlowSpec)'),
    );
    expect(flow.description.decorators.map(({ name }) => name)).toEqual([
      'exit_hook',
      'project',
      'exit_hook',
    ]);
    expect(flow.description.decorators[1]?.attributes).toMatchObject({ name: 'q' });
  });
});

describe('a base class from elsewhere', () => {
  it('may bring steps: nothing is said about the graph', () => {
    const flow = decorated('', 'from company import Base', 'Base, FlowSpec');
    expect(flow.unknown).toEqual({ steps: true, decorators: true });
    const lost = onlyFlow(
      parser,
      'from metaflow import *\nfrom company import Base\nclass F(Base, FlowSpec):\n    @step\n    def start(self):\n        self.next(self.train)\n',
    );
    expect(codes(lost)).toEqual([]);
  });

  it.each(['object', 'ABC', 'Generic[T]', 'typing.Protocol'])('is not %s', (base) => {
    const head = 'from abc import ABC\nfrom typing import Generic\nimport typing';
    expect(decorated('', head, `FlowSpec, ${base}`).unknown.steps).toBe(false);
  });
});

describe('start and end', () => {
  it('are told when two steps are marked', () => {
    const text =
      'from metaflow import *\nclass F(FlowSpec):\n    @step(start=True)\n    def a(self):\n        self.next(self.c)\n    @step(start=True)\n    def b(self):\n        self.next(self.c)\n    @step(end=True)\n    def c(self): pass\n';
    expect(codes(onlyFlow(parser, text))).toContain('ambiguous-start-or-end');
  });

  it('may be one step', () => {
    const text =
      'from metaflow import *\nclass F(FlowSpec):\n    @step\n    def only(self): pass\n';
    expect(codes(onlyFlow(parser, text))).toEqual([]);
  });
});

describe('a switch', () => {
  const next = (call: string): StepDescription | undefined =>
    onlyFlow(
      parser,
      `from metaflow import *\nclass F(FlowSpec):\n    @step\n    def start(self):\n        self.next(${call})\n    @step\n    def end(self): pass\n`,
    ).description.steps[0];

  it.each([
    ["{'a': self.x, 'b': self.y}, condition='c'", { a: 'x', b: 'y' }],
    ["{1: self.x, True: self.y, 2.0: self.z}, condition='c'", { '1': 'x', True: 'y', '2.0': 'z' }],
    ["{self.cfg.fast: self.x, 'b': self.y}, condition='c'", { 'config:cfg.fast': 'x', b: 'y' }],
    ["{'a': self.x, 'a': self.y}, condition='c'", { a: 'y' }],
  ])('of %s', (call, cases) => {
    expect(next(call)).toMatchObject({ type: 'split-switch', condition: 'c', switchCases: cases });
  });

  it.each([
    "{key: self.x, 'b': self.y}, condition='c'",
    "{-1: self.x, 'b': self.y}, condition='c'",
    "{'a': other.x, 'b': self.y}, condition='c'",
    "{'a': self.x, 'b': self.y}",
    "CASES, condition='c'",
    "{**CASES}, condition='c'",
  ])('is not made by %s, as Metaflow reads it', (call) => {
    expect(next(call)?.switchCases).toBeUndefined();
  });
});
