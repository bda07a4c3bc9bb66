/** What mends findings about artifacts: which statements a join gets, and what is read from where. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { PythonParser } from '../../../runner/analysis/source/parser';
import { applied, findingsIn, fixable } from './fixing';
import { pythonParser } from './snippet';

let parser: PythonParser;
beforeAll(async () => {
  parser = await pythonParser();
});

/** A foreach (or two branches) whose join has these lines, and an end that prints these. */
function flow(split: 'foreach' | 'branches', join: string, end: string): string {
  const lines = (text: string): string =>
    text
      .split('\n')
      .map((line) => `        ${line}\n`)
      .join('');
  const start =
    split === 'foreach'
      ? "self.items = [1, 2]\nself.next(self.a, foreach='items')"
      : 'self.next(self.a, self.b)';
  const b =
    split === 'foreach' ? '' : '    @step\n    def b(self):\n        self.next(self.join)\n';
  return `from metaflow import FlowSpec, step\nclass F(FlowSpec):\n    @step\n    def start(self):\n${lines(start)}    @step\n    def a(self):\n        self.model = 'tree'\n        self.next(self.join)\n${b}    @step\n    def join(self, inputs):\n${lines(join)}    @step\n    def end(self):\n${lines(end)}`;
}

/** Title → what the join is afterwards, for each fix of the code. */
function mended(text: string, code: string): { [title: string]: string } {
  const found = fixable(parser, text).find(({ finding }) => finding.code === code);
  return Object.fromEntries(
    (found?.fixes ?? [])
      .filter(({ hides }) => !hides)
      .map((fix) => {
        const after = applied(text, fix.edits);
        expect(findingsIn(parser, after).filter((each) => each.code === code)).toEqual([]);
        const [, body = ''] = /def join\(self, inputs\):\n([\s\S]*?) {4}@step/.exec(after) ?? [];
        return [fix.title, body.replaceAll(/^ {8}/gm, '').trimEnd()];
      }),
  );
}

describe('an artifact that is lost at a join', () => {
  it('is merged, or taken from the first item', () => {
    expect(
      mended(flow('foreach', 'self.next(self.end)', 'print(self.model)'), 'lost-artifact'),
    ).toEqual({
      'Merge the artifacts in join': 'self.merge_artifacts(inputs)\nself.next(self.end)',
      'Keep model of the first input in join': 'self.model = inputs[0].model\nself.next(self.end)',
    });
  });

  it('is taken from the branch that has it', () => {
    expect(
      Object.keys(
        mended(flow('branches', 'self.next(self.end)', 'print(self.model)'), 'lost-artifact'),
      ),
    ).toEqual(['Merge the artifacts in join', 'Keep model of a in join']);
  });

  it('is not merged twice', () => {
    const join = "self.merge_artifacts(inputs, exclude=['model'])\nself.next(self.end)";
    expect(
      Object.keys(mended(flow('branches', join, 'print(self.model)'), 'lost-artifact')),
    ).toEqual(['Keep model of a in join']);
  });

  it('is read from an input in the join itself', () => {
    const join = 'print(self.model)\nself.next(self.end)';
    expect(mended(flow('branches', join, 'pass'), 'lost-artifact')).toEqual({
      'Read inputs.a.model': 'print(inputs.a.model)\nself.next(self.end)',
    });
  });

  it('keeps a statement on the line of others', () => {
    const text = flow('foreach', 'x = 1; self.next(self.end)', 'print(self.model)');
    expect(mended(text, 'lost-artifact')['Merge the artifacts in join']).toBe(
      'x = 1; self.merge_artifacts(inputs); self.next(self.end)',
    );
  });
});

describe('a misspelled name', () => {
  it.each([
    ['unset-artifact', 'self.rows = 1\n        print(self.row)', 'print(self.rows)'],
    [
      'unset-foreach',
      "self.rows = [1]\n        self.next(self.end, foreach='row')",
      "foreach='rows'",
    ],
  ])('of %s is written as it was meant', (code, lines, expected) => {
    const text =
      code === 'unset-artifact'
        ? `from metaflow import *\nclass F(FlowSpec):\n    @step\n    def start(self):\n        ${lines}\n        self.next(self.end)\n    @step\n    def end(self): pass\n`
        : `from metaflow import *\nclass F(FlowSpec):\n    @step\n    def start(self):\n        ${lines.replace('self.end', 'self.a')}\n    @step\n    def a(self):\n        self.next(self.j)\n    @step\n    def j(self, inputs):\n        self.next(self.end)\n    @step\n    def end(self): pass\n`;
    const found = fixable(parser, text).find(({ finding }) => finding.code === code);
    expect(applied(text, found?.fixes[0]?.edits ?? [])).toContain(expected);
  });
});

describe('a merge that cannot choose', () => {
  const conflict = (merge: string): string =>
    `from metaflow import *\nclass F(FlowSpec):\n    @step\n    def start(self):\n        self.next(self.a, self.b)\n    @step\n    def a(self):\n        self.x = 1\n        self.y = 1\n        self.next(self.join)\n    @step\n    def b(self):\n        self.x = 2\n        self.y = 1\n        self.next(self.join)\n    @step\n    def join(self, inputs):\n        ${merge}\n        self.next(self.end)\n    @step\n    def end(self):\n        print(self.y)\n`;

  it.each([
    ['self.merge_artifacts(inputs)', "self.merge_artifacts(inputs, exclude=['x'])"],
    [
      "self.merge_artifacts(inputs, exclude=['z'])",
      "self.merge_artifacts(inputs, exclude=['z', 'x'])",
    ],
  ])('%s leaves the artifact out', (merge, expected) => {
    expect(mended(conflict(merge), 'merge-conflict')['Leave x out of the merge']).toContain(
      expected,
    );
  });

  it('takes the value of a branch before it', () => {
    expect(mended(conflict('self.merge_artifacts(inputs)'), 'merge-conflict')['Keep x of b']).toBe(
      'self.x = inputs.b.x\nself.merge_artifacts(inputs)\nself.next(self.end)',
    );
  });
});
