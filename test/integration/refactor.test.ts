/** Flows before and after a refactoring end with the same artifacts. */
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Refactoring } from '../../runner/analysis/refactor/index';
import type { PythonParser } from '../../runner/analysis/source/parser';
import { pythonParser } from '../unit/analysis/snippet';
import { refactored } from '../unit/analysis/refactor/selecting';
import { Sandbox } from './cliSupport';

let parser: PythonParser;
beforeAll(async () => {
  parser = await pythonParser();
});

const COMPARE = path.resolve(import.meta.dirname, '../fixtures/convert/compare.py');

/** Statements over the whole number `a`, the list `b` and the text `c`; each by itself on its lines. */
const STATEMENTS = [
  'a = a + len(b)',
  'a += 2',
  'b.append(a)',
  'b = b + [a]',
  'c = c + str(a)',
  'self.x = a',
  'self.y = list(b)',
  'self.z = f"{c=} {a}"',
  'self.a = c',
  'self.text = c',
  'if a % 2:\n    a = a + 1',
  'if a > 3:\n    c = "p"\nelse:\n    c = "q"\n    a = 0',
  'for i in range(3):\n    a += i\n    b.append(i)',
  'b = [a + i for i in b]',
  'b = sorted(b, key=lambda i: i * a)',
  'del c\nc = "n"',
  'print((a := a + 1))',
  'try:\n    a = 10 // (a - 3)\nexcept ZeroDivisionError as e:\n    c = str(e)',
  'import math\na = math.floor(a * 1.5)',
  'def plus(n, *more, a=a):\n    return n + a\na = plus(1)',
  'a, (c, *_r) = a + 1, [c, 2]',
  'while a > 40:\n    a = a - 10',
  'd = {"a": a, **{c: b}}\nc = "".join(sorted(d))',
  'self.x, a = a, 5',
] as const;

const sample = fc.record({
  statements: fc.array(fc.constantFrom(...STATEMENTS), { minLength: 2, maxLength: 9 }),
  from: fc.nat(),
  length: fc.nat(),
});

function flowOf(lines: readonly string[]): string {
  const body = lines.flatMap((each) => each.split('\n')).map((line) => `        ${line}\n`);
  return `from metaflow import FlowSpec, step\n\nclass F(FlowSpec):\n    @step\n    def start(self):\n${body.join('')}        self.next(self.end)\n\n    @step\n    def end(self):\n        pass\n`;
}

describe('an extracted step', () => {
  it('leaves every artifact what it was, whatever was selected', async () => {
    const pairs: [string, string][] = [];
    let refused = 0;
    for (const { statements, from, length } of fc.sample(sample, {
      numRuns: 400,
      seed: 20261124,
    })) {
      const start = from % statements.length;
      const end = start + 1 + (length % (statements.length - start));
      const marked = statements.map((each, index) => {
        const begun = index === start ? `«${each}` : each;
        return index === end - 1 ? `${begun}»` : begun;
      });
      const lines = ['a = 1', 'b = [2, 3]', 'c = "c"', ...marked, 'self.out = [a, b, c]'];
      const after = refactored(parser, 'extract-step', flowOf(lines));
      if (after.includes('def new_step'))
        pairs.push([flowOf(lines).replaceAll(/[«»]/g, ''), after]);
      else refused++;
    }
    // Local functions and names that may be missing are refused; most selections must not be.
    expect(pairs.length).toBeGreaterThan(refused);
    expect(await differences(pairs)).toEqual([]);
  });
});

async function differences(pairs: readonly (readonly [string, string])[]): Promise<unknown> {
  const running = promisify(execFile)('python3', [COMPARE], { maxBuffer: 1 << 26 });
  running.child.stdin?.end(JSON.stringify(pairs));
  return JSON.parse((await running).stdout) as unknown;
}

const LOOPS = `from metaflow import FlowSpec, step


class F(FlowSpec):
    @step
    def start(self):
        self.words = ["b", "a", "c"]
        self.next(self.work)

    @step
    def work(self):
        import json
        factor = 3
        lengths, long = [], None
        lengths = []
        odd = []
        «for index, word in enumerate(self.words):
            text = json.dumps({word: factor})
            lengths.append((index, text))
            if index % 2:
                odd.append(word)»
        self.lengths = lengths
        self.odd = odd
        self.summary = json.dumps([lengths, odd, factor])
        self.next(self.end)

    @step
    def end(self):
        print(self.words, self.lengths, self.odd, self.summary)


if __name__ == "__main__":
    F()
`;

it.each<[Refactoring['kind'], string]>([
  ['split-into-foreach', LOOPS.replace('        lengths, long = [], None\n', '')],
  ['extract-step', LOOPS],
])('%s: the runtime agrees', async (kind, marked) => {
  await using sandbox = await Sandbox.create();
  const printed = async (text: string): Promise<string> => {
    await writeFile(path.join(sandbox.folder, 'flow.py'), text);
    expect(await sandbox.flowdeck('lint', '--strict', 'flow.py')).toMatchObject({ code: 0 });
    const run = await sandbox.flowdeck('run', 'flow.py');
    expect(run.code, run.stdout + run.stderr).toBe(0);
    const { stdout } = await sandbox.flowdeck('logs', 'F/latest/end', '--stdout', '--json');
    return stdout;
  };
  const line = (json: string): unknown =>
    (JSON.parse(json.split('\n')[0] ?? '') as { readonly text?: unknown }).text;
  const before = await printed(marked.replaceAll(/[«»]/g, ''));
  const after = await printed(refactored(parser, kind, marked));
  expect(line(after)).toBe(line(before));
  expect(line(before)).toContain("['b', 'a', 'c']");
});
