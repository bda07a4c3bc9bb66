/** What mends a finding: the text afterwards, and that nothing else broke. */
import { beforeAll, describe, expect, it } from 'vitest';
import { findingsOf } from '../../../runner/analysis/check';
import { fixesOf } from '../../../runner/analysis/fixes';
import type { ResolveModule } from '../../../runner/analysis/meaning/names';
import type { PythonParser } from '../../../runner/analysis/source/parser';
import { applied, findingsIn, fixable } from './fixing';
import { onlyFlow, pythonParser, read } from './snippet';

let parser: PythonParser;
beforeAll(async () => {
  parser = await pythonParser();
});

const HEAD = 'from metaflow import FlowSpec, step\n\nclass F(FlowSpec):\n';
const END = '    @step\n    def end(self):\n        pass\n';

/** The steps of a flow before and after the first fix of this code whose title begins so. */
function fixed(code: string, steps: string, title = ''): string | undefined {
  const text = HEAD + steps;
  const found = fixable(parser, text).find(({ finding }) => finding.code === code);
  const fix = found?.fixes.find((each) => each.title.startsWith(title));
  const after = fix && applied(text, fix.edits);
  return after?.startsWith(HEAD) ? after.slice(HEAD.length) : after;
}

const CASES: readonly { code: string; before: string; after: string; title?: string }[] = [
  {
    code: 'unknown-step',
    before: `    @step\n    def start(self):\n        self.next(self.tarin)\n    @step\n    def train(self):\n        self.next(self.end)\n${END}`,
    after: `    @step\n    def start(self):\n        self.next(self.train)\n    @step\n    def train(self):\n        self.next(self.end)\n${END}`,
  },
  {
    code: 'unknown-step',
    before: `    @step\n    def start(self):\n        self.next(self.train)\n\n${END}`,
    after: `    @step\n    def start(self):\n        self.next(self.train)\n\n    @step\n    def train(self):\n        self.next(self.end)\n\n${END}`,
    title: 'Add',
  },
  {
    code: 'missing-next',
    before: `    @step\n    def start(self):\n        x = 1\n${END}`,
    after: `    @step\n    def start(self):\n        x = 1\n        self.next(self.end)\n${END}`,
  },
  {
    code: 'missing-next',
    before: `    @step\n    def start(self):\n        pass\n${END}`,
    after: `    @step\n    def start(self):\n        self.next(self.end)\n${END}`,
  },
  {
    code: 'missing-next',
    before: `    @step\n    def start(self): print(1)\n${END}`,
    after: `    @step\n    def start(self): print(1); self.next(self.end)\n${END}`,
  },
  {
    code: 'end-with-next',
    before: `    @step\n    def start(self):\n        self.next(self.end)\n    @step\n    def end(self):\n        print(1)\n        self.next(self.start)\n`,
    after: `    @step\n    def start(self):\n        self.next(self.end)\n    @step\n    def end(self):\n        print(1)\n`,
  },
  {
    code: 'join-without-split',
    before: `    @step\n    def start(self):\n        self.next(self.a)\n    @step\n    def a(self, inputs):\n        self.next(self.end)\n${END}`,
    after: `    @step\n    def start(self):\n        self.next(self.a)\n    @step\n    def a(self):\n        self.next(self.end)\n${END}`,
  },
  {
    code: 'split-in-join',
    before: `    @step\n    def start(self):\n        self.next(self.a, self.b)\n    @step\n    def a(self):\n        self.next(self.j)\n    @step\n    def b(self):\n        self.next(self.j)\n    @step\n    def j(self, inputs):\n        self.next(self.a2, foreach='xs')\n    @step\n    def a2(self):\n        self.next(self.k)\n    @step\n    def k(self, inputs):\n        self.next(self.end)\n${END}`,
    after: `    @step\n    def start(self):\n        self.next(self.a, self.b)\n    @step\n    def a(self):\n        self.next(self.j)\n    @step\n    def b(self):\n        self.next(self.j)\n    @step\n    def j(self, inputs):\n        self.next(self.j_split)\n\n    @step\n    def j_split(self):\n        self.next(self.a2, foreach='xs')\n    @step\n    def a2(self):\n        self.next(self.k)\n    @step\n    def k(self, inputs):\n        self.next(self.end)\n${END}`,
  },
];

const flowOf = (start: string, more = ''): string =>
  `    @step\n    def start(self):\n${start
    .split('\n')
    .map((line) => `        ${line}\n`)
    .join('')}${more}${END}`;
const A = '    @step\n    def a(self):\n        self.next(self.end)\n';

describe('a fix', () => {
  it('makes a choice of an if with an else', () => {
    const before = flowOf('if x:\n    self.next(self.a)\nelse:\n    self.next(self.end)', A);
    expect(fixed('conditional-next', before, 'Choose')).toBe(
      flowOf(
        "if x:\n    self.way = 'a'\nelse:\n    self.way = 'end'\nself.next({'a': self.a, 'end': self.end}, condition='way')",
        A,
      ),
    );
  });

  it.each([
    'if x:\n    self.next(self.a)',
    'if x:\n    self.next(self.a)\n    return\nelse:\n    self.next(self.end)',
    "if x:\n    self.next(self.a, foreach='y')\nelse:\n    self.next(self.end)",
    'for x in y:\n    self.next(self.a)',
  ])('makes none of %j', (start) => {
    expect(fixed('conditional-next', flowOf(start, A), 'Choose')).toBeUndefined();
  });

  it('marks the method that was meant to be a step', () => {
    const method = '    def train(self):\n        self.next(self.end)\n';
    expect(fixed('unknown-step', flowOf('self.next(self.train)', method), 'Mark')).toBe(
      flowOf('self.next(self.train)', `    @step\n${method}`),
    );
  });

  it('writes a size as the number that it is', () => {
    const over = (memory: string): string =>
      `    @resources(memory=${memory})\n${flowOf('self.next(self.end)')}`;
    const text = `${HEAD.replace('step\n', 'resources, step\n')}${over("'4Gi'")}`;
    const fix = fixable(parser, text)[0]?.fixes[0];
    expect(applied(text, fix?.edits ?? [])).toBe(text.replace("'4Gi'", '4096'));
  });

  it.each(CASES)('of $code', ({ code, before, after, title }) => {
    expect(fixed(code, before, title ?? '')).toBe(after);
  });

  it('keeps line ends, tabs and what stands behind', () => {
    const tabs = (text: string): string => text.replaceAll('    ', '\t').replaceAll('\n', '\r\n');
    const before = `${HEAD}    @step\n    def start(self):\n        x = 'ü🙂'\n    # end of start\n${END}`;
    const text = tabs(before);
    const fix = fixable(parser, text)[0]?.fixes[0];
    expect(applied(text, fix?.edits ?? [])).toBe(
      tabs(before.replace("'ü🙂'\n", "'ü🙂'\n        self.next(self.end)\n")),
    );
  });
});

describe('what another file does', () => {
  const base = `from metaflow import FlowSpec, step\nclass Base(FlowSpec):\n    @step\n    def start(self):\n        self.next(self.end)\n        print(1)\n    @step\n    def train(self):\n        pass\n${END}`;
  const text = 'from base import Base\nclass F(Base):\n    pass\n';

  it('is told at the class, and mended where it is done', () => {
    const module = read(parser, base, '/flows/base.py');
    const resolve: ResolveModule = (name) => (name === 'base' ? module : undefined);
    const flow = onlyFlow(parser, text, resolve);
    const textOf = (file: string): string => (file === '/flows/base.py' ? base : text);
    const found = findingsOf(flow).map((finding) => ({
      code: finding.code,
      line: finding.range.start.line,
      files: fixesOf(finding, { flow, textOf })
        .filter(({ hides }) => !hides)
        .flatMap(({ edits }) => edits.map(({ file }) => file)),
    }));
    expect(found).toEqual([
      { code: 'missing-next', line: 1, files: ['/flows/base.py'] },
      { code: 'code-after-next', line: 1, files: [] },
    ]);
  });
});

describe('a comment', () => {
  const text = `${HEAD}    @step\n    def start(self):\n        self.next(self.ende)\n${END}`;

  it('takes a finding away, and is what the last fix writes', () => {
    const fix = fixable(parser, text)[0]?.fixes.at(-1);
    expect(fix?.title).toBe('Ignore unknown-step here');
    const after = applied(text, fix?.edits ?? []);
    expect(after).toContain('self.next(self.ende)  # flowdeck: ignore[unknown-step]\n');
    expect(findingsIn(parser, after)).toEqual([]);
  });

  it.each([
    ['# flowdeck: ignore', 0],
    ['# flowdeck: ignore[unknown-step]', 0],
    ['# flowdeck: ignore[other, unknown-step]  because', 0],
    ['# noqa # flowdeck:ignore[unknown-step]', 0],
    ['# flowdeck: ignore[other]', 1],
    ['# flowdeck: ignore[]', 1],
    ['# ignore', 1],
  ])('%s leaves %i', (comment, count) => {
    const marked = text.replace('self.ende)', `self.ende)  ${comment}`);
    expect(findingsIn(parser, marked)).toHaveLength(count);
  });

  it('over the step counts for all that is said at its name', () => {
    const lost = `${HEAD}    @step  # flowdeck: ignore[missing-next]\n    def start(self):\n        pass\n${END}`;
    expect(findingsIn(parser, lost)).toEqual([]);
    expect(findingsIn(parser, lost.replace('  # flowdeck: ignore[missing-next]', ''))).toHaveLength(
      1,
    );
  });

  it('is joined to the one that is there', () => {
    const marked = text.replace('self.ende)', 'self.ende)  # flowdeck: ignore[other]');
    const fix = fixable(parser, marked)[0]?.fixes.at(-1);
    expect(applied(marked, fix?.edits ?? [])).toContain('ignore[other, unknown-step]\n');
  });
});
