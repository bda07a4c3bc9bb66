import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const repository = path.resolve(import.meta.dirname, '../../..');
const rules = path.join(repository, 'runner/flow/rules');
const documentation = readFileSync(path.join(repository, 'docs/rules.md'), 'utf8');
const NOT_RULES = new Set(['index.ts', 'rule.ts', 'balance.ts']);
const files = readdirSync(rules).filter((file) => !NOT_RULES.has(file));

describe('every rule', () => {
  it.each(files)('%s is named after its code, is in the list, and is documented', (file) => {
    const code = path.basename(file, '.ts');
    expect(readFileSync(path.join(rules, file), 'utf8')).toContain(`code: '${code}'`);
    expect(readFileSync(path.join(rules, 'index.ts'), 'utf8')).toContain(`'./${code}'`);
    expect(documentation).toContain(`| \`${code}\` |`);
  });
});
