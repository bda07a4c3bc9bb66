/** Every rule has a page, and what the pages show is true. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { PythonParser } from '../../../runner/analysis/source/parser';
import { findingsIn } from '../analysis/fixing';
import { pythonParser } from '../analysis/snippet';

const repository = path.resolve(import.meta.dirname, '../../..');
const pages = path.join(repository, 'docs/rules');
const index = readFileSync(path.join(repository, 'docs/rules.md'), 'utf8');
/** Each folder's list names its rules by their files. */
const LISTS = [
  'runner/flow/rules/index.ts',
  'runner/analysis/rules/index.ts',
  'runner/analysis/rules/artifactRules.ts',
];
const NO_RULES = new Set(['rule', 'artifactRules']);
const files = LISTS.flatMap((list) => {
  const folder = path.join(repository, path.dirname(list));
  const text = readFileSync(path.join(repository, list), 'utf8');
  return [...text.matchAll(/from '\.\/([\w-]+)'/g)]
    .map(([, code]) => code ?? '')
    .filter((code) => !NO_RULES.has(code))
    .map((code) => ({ folder, code }));
});
const codes = [...new Set(files.map(({ code }) => code))].sort();

const manifest = JSON.parse(readFileSync(path.join(repository, 'package.json'), 'utf8')) as {
  readonly contributes: {
    readonly configuration: {
      readonly properties: {
        readonly 'flowdeck.rules': {
          readonly properties: { readonly [code: string]: { readonly description: string } };
        };
      };
    };
  };
};

let parser: PythonParser;
beforeAll(async () => {
  parser = await pythonParser();
});

describe('the setting flowdeck.rules', () => {
  const known = manifest.contributes.configuration.properties['flowdeck.rules'].properties;

  it('knows every code, with the title of its page (node scripts/rules.mjs)', () => {
    expect(Object.keys(known).toSorted()).toEqual(codes);
    for (const code of codes) {
      const [title] = readFileSync(path.join(pages, `${code}.md`), 'utf8').split('\n', 1);
      expect(known[code]?.description).toBe(`${title?.slice(2) ?? ''}.`);
    }
  });
});

describe('every rule', () => {
  it.each(files)('$code is named after its code', ({ folder, code }) => {
    expect(readFileSync(path.join(folder, `${code}.ts`), 'utf8')).toContain(`'${code}'`);
  });

  it.each(codes)('%s has a page, which the index leads to', (code) => {
    expect(readdirSync(pages)).toContain(`${code}.md`);
    expect(index).toContain(`| [\`${code}\`](rules/${code}.md) |`);
  });
});

/** Where one mistake cannot be without another. */
const ALSO: { readonly [code: string]: readonly string[] } = {
  'end-with-next': ['missing-next'],
  'incomplete-join': ['unjoined-split'],
  'no-end': ['missing-next'],
};

describe('the page of', () => {
  const documented = readdirSync(pages).map((file) => path.basename(file, '.md'));

  it.each(documented)('%s shows what is reported, and what is not', (code) => {
    const text = readFileSync(path.join(pages, `${code}.md`), 'utf8');
    const [bad, good, ...more] = [...text.matchAll(/```python\n([\s\S]*?)```/g)].map(
      ([, example]) => example ?? '',
    );
    // A mistake may leave an artifact unread, of which a hint tells.
    const found = findingsIn(parser, bad ?? '').filter(
      (each) => each.severity !== 'hint' || each.code === code,
    );
    expect(new Set(found.map((each) => each.code))).toEqual(new Set([code, ...(ALSO[code] ?? [])]));
    expect(findingsIn(parser, good ?? '')).toEqual([]);
    expect(more).toEqual([]);
  });

  it('no code is left over', () => {
    expect(documented.toSorted()).toEqual(codes);
  });
});
