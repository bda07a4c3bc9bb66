/** Selected statements as a step of their own. */
import { beforeAll, describe, expect, it } from 'vitest';
import { findingsOf } from '../../../../runner/analysis/check';
import type { PythonParser } from '../../../../runner/analysis/source/parser';
import { onlyFlow, pythonParser } from '../snippet';
import { refactored } from './selecting';

let parser: PythonParser;
beforeAll(async () => {
  parser = await pythonParser();
});

function flow(...steps: readonly string[]): string {
  return `from metaflow import FlowSpec, step\n\n\nclass F(FlowSpec):\n${steps.join('\n')}`;
}
const step = (head: string, ...body: readonly string[]): string =>
  `    @step\n    def ${head}:\n${body.map((line) => `${line === '' ? '' : `        ${line}`}\n`).join('')}`;
const END = step('end(self)', 'pass');
const NEXT = 'self.next(self.end)';

/** The body of `start` cut; the bodies of the steps that come of it. */
function extracted(...body: readonly string[]): string[] {
  return bodies(flow(step('start(self)', ...body, NEXT), END));
}

/** Every step but the end, its name and its body on a line each; or the reason. */
function bodies(marked: string): string[] {
  const text = refactored(parser, 'extract-step', marked);
  if (!text.includes('class F')) return [text];
  const found = onlyFlow(parser, text);
  expect(findingsOf(found).filter(({ severity }) => severity === 'error')).toEqual([]);
  const lines = text.split('\n');
  return [...found.steps]
    .filter(([name]) => name !== 'end')
    .map(([name, place]) => {
      const from = place.model.bodyRange?.start.line ?? 0;
      const body = lines.slice(from, place.range.end.line + 1).map((line) => line.slice(8));
      return `${name}: ${body.filter((line) => line !== '').join(' | ')}`;
    });
}

describe('an extracted step', () => {
  it('gets what it reads as artifacts, and leaves what is read behind it', () => {
    expect(
      extracted('a = 1', 'b = 2', '«c = a + 1', 'd = c»', 'print(b, d)', 'self.total = d'),
    ).toEqual([
      'start: a = 1 | b = 2 | self.a = a | self.b = b | self.next(self.new_step)',
      'new_step: c = self.a + 1 | d = c | self.total = d | self.next(self.start_rest)',
      'start_rest: print(self.b, self.total) | self.next(self.end)',
    ]);
  });

  it('takes what is selected at the end of the body, the self.next or not', () => {
    const expected = [
      'start: a = 1 | self.a = a | self.next(self.new_step)',
      'new_step: print(self.a) | self.next(self.end)',
    ];
    expect(extracted('a = 1', '«print(a)»')).toEqual(expected);
    expect(bodies(flow(step('start(self)', 'a = 1', '«print(a)', `${NEXT}»`), END))).toEqual(
      expected,
    );
  });

  it('goes on with what was changed in between', () => {
    expect(extracted('n = 1', '«n += 1', 'if n > 1:', '    n = 5»', 'print(n)')).toEqual([
      'start: n = 1 | self.n = n | self.next(self.new_step)',
      'new_step: self.n += 1 | if self.n > 1: |     self.n = 5 | self.next(self.start_rest)',
      'start_rest: print(self.n) | self.next(self.end)',
    ]);
  });

  it('keeps a name where no attribute can stand', () => {
    expect(extracted('x = 1', "«print(f'{x=}')", 'x = 2»', 'print(x)')).toEqual([
      'start: x = 1 | self.x = x | self.next(self.new_step)',
      "new_step: x = self.x | print(f'{x=}') | x = 2 | self.x = x | self.next(self.start_rest)",
      'start_rest: print(self.x) | self.next(self.end)',
    ]);
  });

  it('leaves inner names alone', () => {
    expect(
      extracted('x = [1]', '«y = [x for x in x]', 'f = lambda x: x', 'print(y, dict(x=x))»'),
    ).toEqual([
      'start: x = [1] | self.x = x | self.next(self.new_step)',
      'new_step: y = [x for x in self.x] | f = lambda x: x | print(y, dict(x=self.x)) | self.next(self.end)',
    ]);
  });

  it('brings the imports of the step along', () => {
    expect(
      extracted(
        'import json',
        'from os import path as p',
        '«a = p.join("x")»',
        'print(json.dumps(a))',
      ),
    ).toEqual([
      'start: import json | from os import path as p | self.next(self.new_step)',
      'new_step: from os import path as p | a = p.join("x") | self.a = a | self.next(self.start_rest)',
      'start_rest: import json | print(json.dumps(self.a)) | self.next(self.end)',
    ]);
  });

  it('uses the artifact under which a value is stored anyway', () => {
    expect(extracted('model = 1', 'self.best = model', '«print(model)»')).toEqual([
      'start: model = 1 | self.best = model | self.next(self.new_step)',
      'new_step: print(self.best) | self.next(self.end)',
    ]);
    expect(extracted('«model = 1»', 'self.best = model', 'print(model)')).toEqual([
      'start: self.next(self.new_step)',
      'new_step: model = 1 | self.best = model | self.next(self.start_rest)',
      'start_rest: print(self.best) | self.next(self.end)',
    ]);
    expect(extracted('a = 1', '«model = a»', 'self.best = model', 'self.a = a')).toEqual([
      'start: a = 1 | self.a = a | self.next(self.new_step)',
      'new_step: model = self.a | self.best = model | self.next(self.end)',
    ]);
  });

  it('does not overwrite another artifact', () => {
    expect(extracted('self.x = [1]', 'x = len(self.x)', '«print(x, self.x)»')).toEqual([
      'start: self.x = [1] | x = len(self.x) | self.x_value = x | self.next(self.new_step)',
      'new_step: print(self.x_value, self.x) | self.next(self.end)',
    ]);
    expect(extracted('index = 1', '_k = 2', '«print(index, _k)»')[0]).toBe(
      'start: index = 1 | _k = 2 | self.index_value = index | self.k = _k | self.next(self.new_step)',
    );
  });

  it('comes before a step whose first statements it takes', () => {
    const marked = flow(
      step('start(self)', 'self.next(self.train)'),
      step(
        'train(self)',
        '"""Trains."""',
        '«a = 1',
        '# more',
        'b = a»',
        '',
        'self.model = b',
        NEXT,
      ),
      END,
    );
    expect(bodies(marked)).toEqual([
      'start: self.next(self.new_step)',
      'new_step: a = 1 | # more | b = a | self.b = b | self.next(self.train)',
      'train: """Trains.""" | self.model = self.b | self.next(self.end)',
    ]);
  });

  it('comes before the end', () => {
    expect(
      refactored(
        parser,
        'extract-step',
        flow(step('start(self)', NEXT), step('end(self)', '«print(1)»')),
      ),
    ).toBe(
      flow(
        step('start(self)', 'self.next(self.new_step)'),
        step('new_step(self)', 'print(1)', NEXT),
        step('end(self)', 'pass'),
      ),
    );
  });

  it('is decorated like the step that it comes from, and is the one that a join asks', () => {
    const text = refactored(
      parser,
      'extract-step',
      flow(
        step('start(self)', 'self.next(self.a, self.b)'),
        `    @retry(times=2)\n    @card\n${step('a(self)', 'x = 1', '«self.y = x»', 'self.next(self.j)')}`,
        step('b(self)', 'self.next(self.j)'),
        step('j(self, inputs)', 'self.y = inputs.a.y', NEXT),
        END,
      ),
    );
    expect(text).toContain('    @retry(times=2)\n    @step\n    def new_step(self):\n');
    expect(text).toContain('self.y = inputs.new_step.y');
  });

  it('keeps comments, empty lines, tabs and the ends of lines', () => {
    const lines = [
      'class F(FlowSpec):',
      '\t@step',
      '\tdef start(self):',
      '\t\tä = "🎉"; b = 1  # both',
      '',
      '\t\t# the work',
      '\t\t«print("""',
      'text {}""".format(ä))  # done»',
      '',
      '\t\t# rest',
      '\t\tprint(b)',
      '\t\tself.next(self.end)',
      '',
      '\t@step',
      '\tdef end(self): pass',
    ];
    const text = ['from metaflow import *', ...lines].join('\r\n');
    expect(refactored(parser, 'extract-step', text).split('\r\n').slice(4)).toEqual([
      '\t\tä = "🎉"; b = 1  # both',
      '',
      '\t\tself.ä = ä',
      '\t\tself.b = b',
      '\t\tself.next(self.new_step)',
      '',
      '\t@step',
      '\tdef new_step(self):',
      '\t\t# the work',
      '\t\tprint("""',
      'text {}""".format(self.ä))  # done',
      '',
      '\t\tself.next(self.start_rest)',
      '',
      '\t@step',
      '\tdef start_rest(self):',
      '\t\t# rest',
      '\t\tprint(self.b)',
      '\t\tself.next(self.end)',
      '',
      '\t@step',
      '\tdef end(self): pass',
    ]);
  });
});

describe('a selection is refused', () => {
  it.each<[RegExp, string[]]>([
    [/whole statements/, ['for x in [1]:', '    «print(x)»']],
    [/whole statements/, ['a = «1', 'b = 2»']],
    [/share a line/, ['a = 1; «b = 2»', 'print(a)']],
    [/a return/, ['a = 1', '«if a:', '    return»']],
    [/locals\(\)/, ['a = 1', '«print(locals())»']],
    [/not set on every way/, ['if self.c:', '    a = 1', '«if self.c:', '    print(a)»']],
    [/f is something of this process \(open\)/, ['f = open("x")', '«f.read()»']],
    [
      /f is something of this process/,
      ['with open("x") as f:', '    t = f.read()', '«print(f.name, t)»'],
    ],
    [/a lambda/, ['f = lambda: 1', '«f()»']],
    [/a generator/, ['g = (i for i in [1])', '«print(sum(g))»']],
    [/a local function/, ['def f(): pass', '«f()»']],
    [/a module/, ['if self.c:', '    import a', 'else:', '    import b as a', '«a.x()»']],
    [/global or nonlocal/, ['n = 1', 'def f():', '    nonlocal n', '    n = 2', '«print(n)»']],
  ])('%s: %j', (reason, body) => {
    expect(extracted(...body)).toEqual([expect.stringMatching(reason)]);
  });

  it.each<[RegExp, string]>([
    [/only there in the join/, flow(
      step('start(self)', 'self.next(self.a, self.b)'),
      step('a(self)', 'self.next(self.j)'),
      step('b(self)', 'self.next(self.j)'),
      step('j(self, inputs)', 'n = 1', '«self.y = inputs.a.y»', NEXT), END)],
    [/one of the inputs/, flow(
      step('start(self)', 'self.next(self.a, self.b)'),
      step('a(self)', 'self.next(self.j)'),
      step('b(self)', 'self.next(self.j)'),
      step('j(self, inputs)', 'best = max(inputs, key=lambda i: i.x)', '«self.y = best.y»', NEXT), END)],
    [/leads nowhere/, flow(step('start(self)', NEXT), step('end(self)', 'a = 1', '«print(a)»'))],
    [/goes round/, flow(step('start(self)', 'a = 1', '«self.x = a»',
      'self.next({1: self.start, 2: self.end}, condition="x")'), END)],
    [/@catch/, flow(step('start(self)', NEXT), `    @catch(var="e")\n${step('m(self)', 'a = 1', '«print(a)»', NEXT)}`, END)],
  ])('%s', (reason, text) => {
    expect(refactored(parser, 'extract-step', text)).toMatch(reason);
  }); // prettier-ignore

  it.each([
    ['a cursor', flow(step('start(self)', 'a¦ = 1', NEXT), END)],
    ['the head of a step', flow(step('st«art»(self)', 'a = 1', NEXT), END)],
    [
      'what is no step',
      flow(`    def f(self):\n        «a = 1»\n`, step('start(self)', NEXT), END),
    ],
    ['more than a step', flow(step('start(self)', '«a = 1', NEXT), step('end(self)', 'pass»'))],
    ['a broken step', flow(step('start(self)', '«a = 1»', 'b = (', NEXT), END)],
  ])('without a word for %s', (_, text) => {
    expect(refactored(parser, 'extract-step', text)).toBe('not offered');
  });
});
