/** The rules that read a step's text. */
import { beforeAll, describe, expect, it } from 'vitest';
import { findingsOf } from '../../../runner/analysis/check';
import type { PythonParser } from '../../../runner/analysis/source/parser';
import { onlyFlow, pythonParser, withCursor } from './snippet';

let parser: PythonParser;
beforeAll(async () => {
  parser = await pythonParser();
});

const READ_FROM_TEXT = new Set(['read-only-attribute', 'foreach-value', 'switch-value']);

/** `severity code` of what is found in a start step with these lines, which ends in `next`. */
function found(lines: string, next = 'self.next(self.end)', members = '', head = ''): string[] {
  const body = [...lines.split('\n'), next].map((line) => `        ${line}\n`).join('');
  const text = `from metaflow import *\n${head}\nclass F(FlowSpec):\n    ${members}\n    @step\n    def start(self):\n${body}    @step\n    def end(self): pass\n`;
  return findingsOf(onlyFlow(parser, text))
    .filter(({ code }) => READ_FROM_TEXT.has(code))
    .map(({ severity, code }) => `${severity} ${code}`);
}

describe('read-only-attribute', () => {
  it.each([
    ['self.alpha = 1', "alpha = Parameter('alpha', default=1)", ['error read-only-attribute']],
    ['self.rows = []', 'rows = None', ['error read-only-attribute']],
    ['self.rows += 1', 'rows = 0', ['error read-only-attribute']],
    ['a, self.rows = 1, 2', 'rows = 0', ['error read-only-attribute']],
    ['self.x = self.rows = 2', 'rows = 0', ['error read-only-attribute']],
    ['if x:\n    self.rows = []', 'rows: list = []', ['warning read-only-attribute']],
    ['with x:\n    self.rows = []', 'rows = []', ['error read-only-attribute']],
    ['try:\n    self.rows = []\nexcept AttributeError:\n    pass', 'rows = []', []],
    ['try:\n    self.rows = []\nfinally:\n    pass', 'rows = []', ['warning read-only-attribute']],
    ['self.rows.append(1)', 'rows = []', []],
    ['self._rows = 1', '_rows = None', []],
    ['self.make = 1', 'make = factory()', []],
    ['def inner(self):\n    self.rows = 1', 'rows = None', []],
    ['rows = 1', 'rows = None', []],
  ])('%s', (lines, members, expected) => {
    expect(found(lines, undefined, members)).toEqual(expected);
  });

  it('points to the assignment', () => {
    const { text, cursor } = withCursor(
      'from metaflow import *\nclass F(FlowSpec):\n    rows = None\n    @step\n    def start(self):\n        ¦self.rows = 1\n',
    );
    expect(
      findingsOf(onlyFlow(parser, text)).find(({ code }) => code === 'read-only-attribute')?.range
        .start,
    ).toEqual(cursor);
  });
});

describe('foreach-value', () => {
  it.each([
    ["self.items = {'a': 1}", ['error foreach-value']],
    ['self.items = (x for x in y)', ['error foreach-value']],
    ['self.items = map(f, y)', ['error foreach-value']],
    ['self.items = None', ['error foreach-value']],
    ['self.items = 3', ['error foreach-value']],
    ['self.items = {1, 2}', ['warning foreach-value']],
    ['self.items = set(y)', ['warning foreach-value']],
    ["self.items = {0: 'a', 1: 'b'}", []],
    ['self.items = {x: 1 for x in y}', []],
    ["self.items = 'abc'", []],
    ['self.items = []\nself.items.append(1)', []],
    ["self.items = {'a': 1}\nself.items = list(self.items)", []],
    ["self.items = [1]\nif y:\n    self.items = {'a': 1}", []],
  ])('%s', (lines, expected) => {
    expect(found(lines, "self.next(self.end, foreach='items')")).toEqual(expected);
  });

  it.each([
    ["import pandas as pd\nself.items = pd.read_csv('a.csv')", ['error foreach-value']],
    ["import pandas as pd\nself.items = pd.DataFrame({'a': [1]})", ['error foreach-value']],
    ["import pandas as pd\nself.items = pd.read_csv('a.csv').to_dict('records')", []],
    ['import pandas as pd\nself.items = pd.concat(y)', []],
    ["import polars as pl\nself.items = pl.read_csv('a.csv')", []],
    ["self.items = pd.read_csv('a.csv')", []],
  ])('of a data frame: %s', (lines, expected) => {
    const [head = '', line] = lines.startsWith('import') ? lines.split('\n') : ['', lines];
    expect(found(line ?? '', "self.next(self.end, foreach='items')", '', head)).toEqual(expected);
  });
});

describe('switch-value', () => {
  const next = "self.next({'big': self.end, 'small': self.other}, condition='size')";
  it.each([
    ["self.size = 'bigg'", ['error switch-value']],
    ["self.size = 'big'", []],
    ["self.size = 'big' if x else 'none'", []],
    ["if x:\n    self.size = 'bigg'\nelse:\n    self.size = 'small'", ['warning switch-value']],
    ["self.size = 'unset'\nif x:\n    self.size = 'big'", []],
    ["if x:\n    self.size = 'unset'\nself.size = 'big'", []],
    ['self.size = None', ['error switch-value']],
    ['self.size = 1', []],
  ])('%s', (lines, expected) => {
    expect(found(lines, next)).toEqual(expected);
  });

  it('leaves cases of a config to the run', () => {
    const cases = "self.next({self.cfg.a: self.end, 'b': self.end}, condition='size')";
    expect(found("self.size = 'x'", cases)).toEqual([]);
  });
});
