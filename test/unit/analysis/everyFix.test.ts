/** Every fix of every rule, over the examples of the rules' pages: the finding goes, and nothing else breaks. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { PythonParser } from '../../../runner/analysis/source/parser';
import { applied, findingsIn, fixable } from './fixing';
import { pythonParser } from './snippet';

const pages = path.resolve(import.meta.dirname, '../../../docs/rules');
const examples = readdirSync(pages).map((file) => {
  const text = readFileSync(path.join(pages, file), 'utf8');
  const [, bad = ''] = /```python\n([\s\S]*?)```/.exec(text) ?? [];
  return { code: path.basename(file, '.md'), bad };
});

let parser: PythonParser;
beforeAll(async () => {
  parser = await pythonParser();
});

const errors = (text: string): string[] =>
  findingsIn(parser, text)
    .filter(({ severity }) => severity === 'error')
    .map(({ code }) => code);
/** As an editor on Windows has it, with tabs. */
const onWindows = (text: string): string => text.replaceAll('    ', '\t').replaceAll('\n', '\r\n');

/** What only shows once the finding is gone. */
const FOLLOWS: { readonly [code: string]: readonly string[] } = {
  'end-with-next': ['unreachable-step'],
  // What is left out of the merge is read later on.
  'merge-conflict': ['lost-artifact'],
};

describe('each fix of', () => {
  it.each(examples)('$code takes its finding away and brings no other error', ({ code, bad }) => {
    const before = findingsIn(parser, bad).filter((finding) => finding.code === code).length;
    const others = [...errors(bad), ...(FOLLOWS[code] ?? [])];
    for (const { finding, fixes } of fixable(parser, bad)) {
      if (finding.code !== code) continue;
      for (const fix of fixes) {
        const after = applied(bad, fix.edits);
        const left = findingsIn(parser, after).filter((each) => each.code === code).length;
        expect(left, `${fix.title}:\n${after}`).toBeLessThan(before);
        const added = errors(after).filter((each) => !others.includes(each));
        expect(added, `${fix.title}:\n${after}`).toEqual([]);
      }
    }
  });

  it.each(examples)('$code writes the same with tabs and other line ends', ({ bad }) => {
    const plain = fixable(parser, bad).flatMap(({ fixes }) =>
      fixes.map((fix) => onWindows(applied(bad, fix.edits))),
    );
    const windows = onWindows(bad);
    const other = fixable(parser, windows).flatMap(({ fixes }) =>
      fixes.map((fix) => applied(windows, fix.edits)),
    );
    expect(other).toEqual(plain);
  });
});

describe('what mends', () => {
  /** Those for which only a person can tell what to do. */
  const WITHOUT = [
    'ambiguous-start-or-end',
    'async-step',
    'batch-resources',
    'catch-on-split',
    'conflicting-options',
    'cycle',
    'duplicate-parameter',
    'early-return',
    'end-with-inputs',
    'flow-attribute',
    'foreach-into-several',
    'incomplete-join',
    'maybe-unset-artifact',
    'merge-arguments',
    'option-type',
    'parameter-default',
    'read-only-attribute',
    'reserved-parameter-name',
    'start-with-incoming',
    'step-call',
    'switch-cases',
    'unreachable-step',
    'unrelated-join',
    'unused-artifact',
  ];

  it('is offered for all others', () => {
    const without = examples
      .filter(({ code, bad }) =>
        fixable(parser, bad)
          .filter(({ finding }) => finding.code === code)
          .every(({ fixes }) => fixes.every(({ hides }) => hides)),
      )
      .map(({ code }) => code);
    expect(without.toSorted()).toEqual(WITHOUT);
  });
});
