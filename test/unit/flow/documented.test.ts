import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const repository = path.resolve(import.meta.dirname, '../../..');
const documentation = readFileSync(path.join(repository, 'docs/rules.md'), 'utf8');
const NOT_RULES = new Set(['index.ts', 'rule.ts', 'balance.ts']);
const files = ['runner/flow/rules', 'runner/analysis/rules'].flatMap((folder) =>
  readdirSync(path.join(repository, folder))
    .filter((file) => !NOT_RULES.has(file))
    .map((file) => ({ folder: path.join(repository, folder), file })),
);

describe('every rule', () => {
  it.each(files)('$file is named after its code, is in the list, and is documented', (rule) => {
    const code = path.basename(rule.file, '.ts');
    const source = readFileSync(path.join(rule.folder, rule.file), 'utf8');
    expect(source).toContain(`code: '${code}'`);
    expect(readFileSync(path.join(rule.folder, 'index.ts'), 'utf8')).toContain(`'./${code}'`);
    expect(documentation).toContain(`| \`${code}\` |`);
  });
});
