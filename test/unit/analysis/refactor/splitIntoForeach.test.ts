/** A loop as a foreach: a step for an item, and a join. */
import { beforeAll, describe, expect, it } from 'vitest';
import { findingsOf } from '../../../../runner/analysis/check';
import type { PythonParser } from '../../../../runner/analysis/source/parser';
import { onlyFlow, pythonParser } from '../snippet';
import { refactored } from './selecting';

let parser: PythonParser;
beforeAll(async () => {
  parser = await pythonParser();
});

const NEXT = 'self.next(self.end)';
function flow(head: string, body: readonly string[]): string {
  const lines = body.map((line) => (line === '' ? '' : `        ${line}`)).join('\n');
  return `from metaflow import FlowSpec, step\n\n\nclass F(FlowSpec):\n    @step\n    def ${head}:\n${lines}\n\n    @step\n    def end(self):\n        pass\n\n\nF()\n`;
}
/** The bodies of the steps that come of it, a line each; or the reason. */
function split(...body: readonly string[]): string[] {
  const text = refactored(parser, 'split-into-foreach', flow('start(self)', [...body, NEXT]));
  if (!text.includes('class F')) return [text];
  const found = onlyFlow(parser, text);
  expect(findingsOf(found).filter(({ severity }) => severity !== 'hint')).toEqual([]);
  const lines = text.split('\n');
  return [...found.steps]
    .filter(([name]) => name !== 'end')
    .map(([name, { model }]) => {
      const own = lines.slice(model.bodyRange?.start.line, (model.bodyRange?.end.line ?? 0) + 1);
      return `${name}: ${own
        .map((line) => line.slice(8))
        .filter((line) => line !== '')
        .join(' | ')}`;
    });
}

describe('a foreach', () => {
  it('brings one result of each task, in order', () => {
    expect(
      split('k = 2', 'results = []', '«for x in [1, 2]:', '    y = x * k', '    results.append(y + 1)»', '', 'print(results, k)'),
    ).toEqual([
      'start: k = 2 | self.k = k | self.items = [1, 2] | self.next(self.start_each, foreach=\'items\')',
      'start_each: x = self.input | y = x * self.k | self.result = y + 1 | self.next(self.start_join)',
      "start_join: results = [task.result for task in inputs] | self.merge_artifacts(inputs, exclude=['result']) | print(results, self.k) | self.next(self.end)",
    ]); // prettier-ignore
  });

  it('goes through an artifact as it is, and fills one', () => {
    expect(
      split(
        'self.pairs = [(1, 2)]',
        'self.done = []',
        '«for a, b in self.pairs:  # each',
        '    # both',
        '    self.done.append(',
        '        a + b,',
        '    )»',
      ),
    ).toEqual([
      "start: self.pairs = [(1, 2)] | self.next(self.start_each, foreach='pairs')",
      'start_each: a, b = self.input | # each | # both | self.done_of_one = ( |     a + b) | self.next(self.start_join)',
      "start_join: self.done = [task.done_of_one for task in inputs] | self.merge_artifacts(inputs, exclude=['done_of_one']) | self.next(self.end)",
    ]);
  });

  it('brings several results of a task, or none', () => {
    expect(
      split(
        'good = []',
        'd = {1: 2}',
        '«for k, v in d.items():',
        '    if v:',
        '        good.append(k)»',
        'self.good = good',
      ),
    ).toEqual([
      "start: d = {1: 2} | self.items = list(d.items()) | self.next(self.start_each, foreach='items')",
      'start_each: k, v = self.input | good = [] | if v: |     good.append(k) | self.good_of_one = good | self.next(self.start_join)',
      "start_join: good = [each for task in inputs for each in task.good_of_one] | self.merge_artifacts(inputs, exclude=['good_of_one']) | self.good = good | self.next(self.end)",
    ]);
  });

  it('counts, and needs no result', () => {
    expect(
      split(
        'import os',
        'rows = [3]',
        '«for i, row in enumerate(rows):',
        '    os.mkdir(str(i + row))»',
      ),
    ).toEqual([
      "start: import os | rows = [3] | self.rows = list(rows) | self.next(self.start_each, foreach='rows')",
      'start_each: i = self.index | row = self.input | import os | os.mkdir(str(i + row)) | self.next(self.start_join)',
      'start_join: self.merge_artifacts(inputs) | self.next(self.end)',
    ]);
  });
});

describe('a loop is refused', () => {
  it.each<[RegExp, string[]]>([
    [/^n goes on/, ['n = 0', '«for x in [1]:', '    n += x»', 'print(n)']],
    [/^y is used behind/, ['«for x in [1]:', '    y = x»', 'print(y)']],
    [/^x has a value before/, ['x = 0', '«for x in [1]:', '    print(x)»']],
    [/break/, ['«for x in [1]:', '    if x: break»']],
    [/continue/, ['«for x in [1]:', '    if x: continue»']],
    [/an else/, ['«for x in [1]:', '    pass', 'else:', '    pass»']],
    [/^self.n is changed/, ['«for x in [1]:', '    self.n = x»']],
    [/^d\[x\] is changed/, ['d = {}', '«for x in [1]:', '    d[x] = 1»']],
    [/^seen.add/, ['seen = set()', '«for x in [1]:', '    seen.add(x)»']],
    [/^r.append/, ['r = [0]', '«for x in [1]:', '    r.append(x)»']],
    [/^r.append/, ['r = []', '«for x in [1]:', '    r.append(len(r))»']],
    [/foreach around/, ['«for x in [1]:', '    print(self.input)»']],
    [/a return/, ['«for x in [1]:', '    if x: return»']],
    [/something of this process/, ['f = open("x")', '«for x in [1]:', '    print(f, x)»']],
  ])('%s', (reason, body) => {
    expect(split(...body)).toEqual([expect.stringMatching(reason)]);
  });

  it('in a join', () => {
    expect(
      refactored(
        parser,
        'split-into-foreach',
        flow('start(self, inputs)', ['«for x in [1]:', '    print(x)»', NEXT]),
      ),
    ).toMatch(/join cannot split/);
  });

  it('without a word when it is not the selection', () => {
    expect(split('for x in [1]:', '    «print(x)»')).toEqual(['not offered']);
    expect(split('«a = 1', 'for x in [1]:', '    print(x)»')).toEqual(['not offered']);
  });
});
