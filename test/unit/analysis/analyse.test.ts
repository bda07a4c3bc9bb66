import { beforeAll, describe, expect, it } from 'vitest';
import { findingsOf } from '../../../runner/analysis/check';
import type { PythonParser } from '../../../runner/analysis/source/parser';
import { analyse, onlyFlow, pythonParser, read, withCursor } from './snippet';

let parser: PythonParser;
beforeAll(async () => {
  parser = await pythonParser();
});

const HELLO = `from metaflow import FlowSpec, step

class HelloFlow(FlowSpec):
    """Says hello.

    Twice.
    """

    @step
    def start(self):
        "first"
        self.next(self.end)

    @step
    def end(self):
        pass

if __name__ == '__main__':
    HelloFlow()
`;

/** The steps of a flow whose start has this body. */
function startOf(
  body: string,
  head = '',
): ReturnType<typeof onlyFlow>['description']['steps'][number] {
  const text = `from metaflow import *\n${head}\nclass F(FlowSpec):\n    @step\n    def start(self):\n        ${body}\n    @step\n    def end(self): pass\n`;
  const [start] = onlyFlow(parser, text).description.steps;
  if (!start) throw new Error('no start');
  return start;
}

/** The description of the class attribute \`p\`. */
function parameter(call: string): unknown {
  const text = `from metaflow import *\nimport metaflow as mf\nclass F(FlowSpec):\n    p = ${call}\n`;
  return onlyFlow(parser, text).description.parameters[0];
}

describe('analysing a flow', () => {
  it('describes it whole', () => {
    const flow = onlyFlow(parser, HELLO);
    expect(flow.description).toEqual({
      version: 1,
      name: 'HelloFlow',
      file: '/flows/test.py',
      doc: 'Says hello.\n\nTwice.',
      startStep: 'start',
      endStep: 'end',
      parameters: [],
      decorators: [],
      steps: [
        {
          name: 'start',
          type: 'start',
          line: 10,
          sourceFile: '/flows/test.py',
          doc: 'first',
          decorators: [],
          next: ['end'],
          takesInputs: false,
        },
        {
          name: 'end',
          type: 'end',
          line: 15,
          sourceFile: '/flows/test.py',
          doc: '',
          decorators: [],
          next: [],
          takesInputs: false,
        },
      ],
    });
    expect(flow.instantiated).toBe(true);
  });

  it('knows where things stand', () => {
    const { text, cursor } = withCursor(
      HELLO.replace('self.next(self.end)', 'self.next(self.¦end)'),
    );
    const place = onlyFlow(parser, text).steps.get('start');
    expect(place?.targets[0]?.range.start).toEqual(cursor);
    expect(place?.nameRange.start).toEqual({ line: 9, character: 8 });
  });

  it.each([
    ['from metaflow import FlowSpec as Base, step as task', 'Base', 'task'],
    ['import metaflow', 'metaflow.FlowSpec', 'metaflow.step'],
    ['import metaflow as mf', 'mf.FlowSpec', 'mf.step'],
    [
      'from metaflow.flowspec import FlowSpec\nfrom metaflow.decorators import step',
      'FlowSpec',
      'step',
    ],
    ['from metaflow import (\n    FlowSpec,\n    step,\n)', 'FlowSpec', 'step'],
    ['from metaflow import *', 'FlowSpec', 'step'],
    [
      'try:\n    from metaflow import FlowSpec, step\nexcept ImportError:\n    raise',
      'FlowSpec',
      'step()',
    ],
  ])('finds it by %s', (imports, base, step) => {
    const flow = onlyFlow(
      parser,
      `${imports}\nclass F(${base}):\n    @${step}\n    def start(self): pass\n`,
    );
    expect(flow.description.steps.map((each) => each.name)).toEqual(['start']);
  });

  it('takes no class for a flow that only looks like one', () => {
    expect(analyse(parser, 'class F(FlowSpec):\n    @step\n    def start(self): pass\n')).toEqual(
      [],
    );
    expect(analyse(parser, 'from other import FlowSpec\nclass F(FlowSpec): pass\n')).toEqual([]);
  });

  it.each([
    ['self.next(self.end)', { type: 'start', next: ['end'] }],
    ['self.next(self.a, self.b)', { type: 'split-static', next: ['a', 'b'] }],
    [
      "self.next(self.a, foreach='items')",
      { type: 'split-foreach', next: ['a'], foreachArtifact: 'items' },
    ],
    ['self.next(self.a, num_parallel=4)', { type: 'split-parallel', next: ['a'], numParallel: 4 }],
    [
      "self.next({'x': self.a, 2: self.b, self.cfg.key: self.c}, condition='mode')",
      {
        type: 'split-switch',
        next: ['a', 'b', 'c'],
        condition: 'mode',
        switchCases: { x: 'a', 2: 'b', 'config:cfg.key': 'c' },
      },
    ],
    ['if x:\n            self.next(self.end)', { type: 'start', next: [] }],
    ['self.next(self.end)\n        print()', { type: 'start', next: [] }],
    [
      'self.next(\n            self.a,  # first\n            self.b,\n        )',
      { type: 'split-static', next: ['a', 'b'] },
    ],
  ])('reads %s', (body, expected) => {
    expect(startOf(body)).toMatchObject(expected);
  });

  it.each([
    'self.next()',
    'self.next("a", "b", foreach="x")',
    'self.next(*steps)',
    'self.next(self.a, times=2)',
  ])('says that %s has no known form', (body) => {
    const text = HELLO.replace('self.next(self.end)', body);
    const codes = findingsOf(onlyFlow(parser, text)).map((each) => each.code);
    expect(codes).toContain('invalid-next');
    expect(codes).not.toContain('missing-next');
  });

  it('lists decorators lowest first, with their defaults, and leaves out those of others', () => {
    const text = HELLO.replace(
      '    @step\n    def start',
      '    @retry(times=2)\n    @mine\n    @timeout(seconds=limit)\n    @step\n    def start',
    ).replace('import FlowSpec, step', 'import FlowSpec, step, retry, timeout');
    expect(onlyFlow(parser, text).description.steps[0]?.decorators).toEqual([
      { name: 'timeout', attributes: { seconds: { $expression: 'limit' }, minutes: 0, hours: 0 } },
      { name: 'retry', attributes: { times: 2, minutes_between_retries: 2 } },
    ]);
  });

  it.each([
    ["Parameter('alpha')", { name: 'alpha', attribute: 'p', type: 'str', required: false }],
    ["Parameter('a', default=1)", { type: 'int', default: 1 }],
    ["Parameter('a', default=1.0)", { type: 'float', default: 1 }],
    ["Parameter('a', default=-0.5)", { type: 'float', default: -0.5 }],
    ["Parameter('a', default=True)", { type: 'bool', default: true }],
    ["Parameter('a', 3, int)", { type: 'int', default: 3 }],
    ["Parameter('a', type=JSONType, default='[1]')", { type: 'JSONType', default: '[1]' }],
    ["mf.Parameter('a', type=mf.JSONType)", { type: 'JSONType' }],
    [
      "Parameter('a', default=lambda c: 1, type=int)",
      { type: 'int', default: { $expression: 'lambda c: 1' } },
    ],
    ["Parameter('a', default=compute)", { type: 'unknown', default: { $expression: 'compute' } }],
    [
      "Parameter(name='a', required=True, help='two ' 'parts')",
      { name: 'a', required: true, help: 'two parts' },
    ],
    [
      "IncludeFile('data', default='a.csv')",
      { name: 'data', kind: 'include-file', type: 'FilePath' },
    ],
    ["Config('cfg', default='c.json')", { name: 'cfg', kind: 'config' }],
  ])('reads %s', (call, expected) => {
    expect(parameter(call)).toMatchObject(expected);
  });

  it('counts None as no default', () => {
    expect(parameter("Parameter('a', default=None)")).not.toHaveProperty('default');
  });

  it('lists inherited steps first, in the place of the first definition', () => {
    const [, child] = analyse(
      parser,
      `from metaflow import FlowSpec, step
class Base(FlowSpec):
    @step
    def start(self): self.next(self.middle)
    @step
    def middle(self): self.next(self.end)
class Child(Base):
    @step
    def end(self): pass
    @step
    def middle(self):
        "mine"
        self.next(self.end)
`,
    );
    expect(child?.description.steps.map((each) => [each.name, each.doc])).toEqual([
      ['start', ''],
      ['middle', 'mine'],
      ['end', ''],
    ]);
    expect(child?.bases.map((each) => each.name)).toEqual(['Base']);
  });

  it('follows bases and mix-ins into other modules', () => {
    const base = read(
      parser,
      'from metaflow import FlowSpec, step\nclass Base(FlowSpec):\n    @step\n    def start(self): self.next(self.mid)\n',
      '/flows/pkg/base.py',
    );
    const mixin = read(
      parser,
      'from metaflow import step\nclass Mixin:\n    @step\n    def mid(self): self.next(self.end)\n',
      '/flows/pkg/mixin.py',
    );
    const flow = onlyFlow(
      parser,
      'from pkg.base import Base\nfrom pkg import mixin\nfrom metaflow import step\nclass F(mixin.Mixin, Base):\n    @step\n    def end(self): pass\n',
      (name) => (name === 'pkg.base' ? base : name === 'pkg.mixin' ? mixin : undefined),
    );
    expect(flow.description.steps.map((each) => [each.name, each.sourceFile])).toEqual([
      ['start', '/flows/pkg/base.py'],
      ['mid', '/flows/pkg/mixin.py'],
      ['end', '/flows/test.py'],
    ]);
  });

  it('looks at a base once, on however many ways it is reached', () => {
    const levels = Array.from(
      { length: 40 },
      (_, level) =>
        `class A${level + 1}(A${level}, B${level}): pass\nclass B${level + 1}(A${level}, B${level}): pass\n`,
    );
    const text = `from metaflow import FlowSpec\nclass A0(FlowSpec): pass\nclass B0: pass\n${levels.join('')}`;
    expect(analyse(parser, text).at(-1)?.description.name).toBe('B40');
  });

  it('ends on modules that import each other in a circle', () => {
    const text = 'from b import F\nclass G(F): pass\n';
    const other = read(parser, 'from test import G as F\n', '/flows/b.py');
    const own = read(parser, text);
    expect(analyse(parser, text, (name) => (name === 'b' ? other : own))).toEqual([]);
  });

  it('takes start and end by their marks, and a flow of one step for both', () => {
    const text = HELLO.replace('@step\n    def start', '@step(start=True)\n    def begin').replace(
      '@step\n    def end',
      '@step(end=True)\n    def end',
    );
    expect(onlyFlow(parser, text).description).toMatchObject({
      startStep: 'begin',
      endStep: 'end',
    });
    const single =
      'from metaflow import *\nclass F(FlowSpec):\n    @step\n    def only(self): pass\n';
    expect(onlyFlow(parser, single).description).toMatchObject({
      startStep: 'only',
      endStep: 'only',
      steps: [{ type: 'end' }],
    });
  });

  it('counts columns as editors do, in UTF-16 units', () => {
    const { text, cursor } = withCursor(
      'from metaflow import *\nclass F(FlowSpec):\n    @step\n    def start(self): "😀"; self.next(self.¦end)\n',
    );
    expect(onlyFlow(parser, text).steps.get('start')?.targets[0]?.range.start).toEqual(cursor);
  });
});

describe('half-typed code', () => {
  it.each([
    'self.next(self.',
    'self.next(',
    'self.next(self.tra',
    'self.',
    'if x:',
    'for a in',
    'x = {',
    'x = "abc',
    'x = [1,',
    'return (',
    'try:',
    'with open(f) as',
    'print("a" if',
    'class',
    'def',
    '@',
    'self.next(self.a, foreach=',
    'x = foo(bar(1, [2, # why',
    "x = (  # an apostrophe's comment",
  ])('keeps the other steps while %s is typed', (typed) => {
    const text = `from metaflow import FlowSpec, step

class F(FlowSpec):
    @step
    def start(self):
        ${typed}
    @step
    def train(self):
        "docs"
        self.next(self.end)

    @step
    def end(self):
        pass
`;
    const flow = onlyFlow(parser, text);
    expect(flow.description.steps.map((each) => [each.name, each.line])).toEqual([
      ['start', 5],
      ['train', 8],
      ['end', 13],
    ]);
    expect(flow.description.steps[1]?.next).toEqual(['end']);
  });

  it('keeps places right below empty lines', () => {
    const text = `\n\n# comment\n${HELLO.replace('self.next(self.end)', 'self.next(self.')}`;
    const steps = onlyFlow(parser, text).description.steps.map((each) => each.line);
    expect(steps).toEqual([13, 18]);
  });

  it('keeps the flow while a step is typed above the others', () => {
    for (const typed of [
      '@',
      '@ste',
      '@step',
      '@step\n    def',
      '@step\n    def ne',
      '@step\n    def new(self',
      '@step\n    def new(self):',
    ]) {
      const text = HELLO.replace(
        '    @step\n    def end',
        `    ${typed}\n\n    @step\n    def end`,
      );
      const names = onlyFlow(parser, text).description.steps.map((each) => each.name);
      expect(names, typed).toContain('start');
      expect(names, typed).toContain('end');
    }
  });
});
