/** Rules about how a step ends, and what it may set: what fires, and the near miss that must not. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { PythonParser } from '../../../runner/analysis/source/parser';
import { findingsIn } from './fixing';
import { pythonParser, withCursor } from './snippet';

let parser: PythonParser;
beforeAll(async () => {
  parser = await pythonParser();
});

const OTHERS =
  '    @step\n    def a(self):\n        self.next(self.end)\n    @step\n    def end(self):\n        pass\n';

function withStart(lines: string, def = 'def start(self):', members = ''): string {
  const body = lines
    .split('\n')
    .map((line) => `        ${line}\n`)
    .join('');
  return `from metaflow import *\nclass F(FlowSpec):\n${members}    @step\n    ${def}\n${body}${OTHERS}`;
}

/** `severity code` about the start, whatever else that brings along. */
function ofStart(lines: string, def?: string, members?: string): string[] {
  return findingsIn(parser, withStart(lines, def, members))
    .filter(({ step }) => step === 'start')
    .map(({ severity, code }) => `${severity} ${code}`);
}

const NEXT = 'self.next(self.a)';

describe('the end of a step', () => {
  it.each([
    [NEXT, []],
    [`(${NEXT})`, []],
    [`x = 1; ${NEXT}`, []],
    ['pass', ['error missing-next']],
    [`${NEXT}\nprint()`, ['error code-after-next']],
    [`${NEXT}\n'''done'''`, ['error code-after-next']],
    [`${NEXT}  # done`, []],
    [`return ${NEXT}`, ['error code-after-next']],
    [`with x:\n    ${NEXT}`, ['error code-after-next']],
    [`if x:\n    ${NEXT}`, ['error conditional-next']],
    [`if x:\n    ${NEXT}\nelse:\n    self.next(self.end)`, ['error conditional-next']],
    [`for x in y:\n    ${NEXT}`, ['error conditional-next']],
    [`try:\n    ${NEXT}\nexcept E:\n    pass`, ['error conditional-next']],
    [`def inner():\n    ${NEXT}`, ['error missing-next']],
    [`${NEXT}\n${NEXT}`, ['error repeated-next']],
    [`if x:\n    self.next(self.end)\n${NEXT}`, ['warning repeated-next']],
    [`if x:\n    self.next(self.end)\n    return\n${NEXT}`, ['warning repeated-next']],
    // The same way, taken early: Metaflow is content.
    [`if x:\n    ${NEXT}\n    return\n${NEXT}`, []],
    [`if x:\n    ${NEXT}\n    raise E\n${NEXT}`, []],
    [`if x:\n    return\n${NEXT}`, ['hint early-return']],
    [`return\n${NEXT}`, ['error early-return']],
    [`if x:\n    raise E\n${NEXT}`, []],
    [`def inner():\n    return 1\n${NEXT}`, []],
    [`f = lambda: 1\n${NEXT}`, []],
  ])('%j', (lines, expected) => {
    expect(ofStart(lines)).toEqual(expected);
  });

  it('may return early in a gang, where one task says where to go', () => {
    const text = `from metaflow import *\nclass F(FlowSpec):\n    @step\n    def start(self):\n        self.next(self.work, num_parallel=2)\n    @parallel\n    @step\n    def work(self):\n        if x:\n            return\n        self.next(self.join)\n    @step\n    def join(self, inputs):\n        self.next(self.end)\n    @step\n    def end(self): pass\n`;
    expect(findingsIn(parser, text)).toEqual([]);
  });

  it('is free in the end step', () => {
    const text = withStart(NEXT).replace('pass\n', 'if x:\n            return\n        print(x)\n');
    expect(findingsIn(parser, text)).toEqual([]);
  });

  it('is shown at the self.next that does not count', () => {
    const { text, cursor } = withCursor(withStart(`¦${NEXT}\nprint()`));
    expect(findingsIn(parser, text)[0]?.range.start).toEqual(cursor);
  });
});

describe('invalid-next', () => {
  it.each([
    ["self.next('a')", "The self.next of step start names the text 'a' instead of a step"],
    ['self.next(a)', 'The self.next of step start names a without self'],
    [
      'self.next(self.a())',
      'The self.next of step start names the result of a call, self.a(), instead of a step',
    ],
    ['self.next()', 'This self.next of step start has no form that Metaflow knows'],
    [
      "self.next({'x': self.a, 'y': self.end}, condition=self.c)",
      'This self.next of step start has no form that Metaflow knows',
    ],
  ])('%s', (lines, message) => {
    expect(
      findingsIn(parser, withStart(lines))
        .filter(({ code }) => code === 'invalid-next')
        .map((each) => each.message),
    ).toEqual([message]);
  });
});

describe('how a step is written', () => {
  it.each([
    ['def start():', ['error step-arguments']],
    ['def start(self, inputs, more):', ['error step-arguments']],
    ['def start(this):', []],
    ['async def start(self):', ['error async-step']],
  ])('%s', (def, expected) => {
    const about = ofStart(NEXT, def).filter((each) => /(arguments|async-step)$/.test(each));
    expect(about).toEqual(expected);
  });

  it.each([
    [`yield 1\n${NEXT}`, ['error async-step']],
    [`x = [(yield 1)]\n${NEXT}`, ['error async-step']],
    [`def items():\n    yield 1\n${NEXT}`, []],
    [`print('yield')\n${NEXT}`, []],
  ])('%j', (lines, expected) => {
    expect(ofStart(lines)).toEqual(expected);
  });

  it('may be async where a decorator below @step runs it', () => {
    expect(ofStart(NEXT, '@run\n    async def start(self):')).toEqual([]);
  });
});

describe('step-call', () => {
  it.each([
    [`self.a()\n${NEXT}`, ['error step-call']],
    [`if x:\n    self.a()\n${NEXT}`, ['hint step-call']],
    [`self.end()\n${NEXT}`, []],
    [`self.load()\n${NEXT}`, []],
    [`f = lambda: self.a()\n${NEXT}`, []],
  ])('%j', (lines, expected) => {
    expect(ofStart(lines, undefined, '    def load(self):\n        pass\n')).toEqual(expected);
  });
});

describe('flow-attribute', () => {
  const members =
    '    @property\n    def size(self):\n        return 1\n    @property\n    def free(self):\n        return 1\n    @free.setter\n    def free(self, value):\n        pass\n';
  it.each([
    ['index', ['error flow-attribute']],
    ['input', ['error flow-attribute']],
    ['script_name', ['error flow-attribute']],
    ['size', ['error flow-attribute']],
    ['a', ['error flow-attribute']],
    ['name', []],
    ['free', []],
    ['end', []],
  ])('self.%s', (name, expected) => {
    const found = ofStart(`self.${name} = 1\n${NEXT}`, undefined, members);
    expect(found.filter((each) => each.endsWith('flow-attribute'))).toEqual(expected);
  });
});

describe('foreach-name', () => {
  it.each([
    ['self.items = [1]\nself.next(self.a, foreach=self.items)', ['error foreach-name']],
    ["self.items = [1]\nself.next(self.a, foreach='items')", []],
    ["self.which = 'items'\nself.next(self.a, foreach=self.which)", []],
    ['self.next(self.a, foreach=self.items)', ['hint foreach-name']],
    ["name = 'items'\nself.next(self.a, foreach=name)", []],
  ])('%j', (lines, expected) => {
    const found = ofStart(lines);
    expect(found.filter((each) => each.endsWith('foreach-name'))).toEqual(expected);
  });
});
