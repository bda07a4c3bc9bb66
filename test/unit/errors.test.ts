import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../..');

function sources(folder: string, ending: RegExp): string[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => ending.test(name))
    .map((name) => readFileSync(path.join(ROOT, folder, name), 'utf8'));
}

it('documents every error code that the code can report', () => {
  const docs = ['docs/errors.md', 'docs/rules.md'].map((name) =>
    readFileSync(path.join(ROOT, name), 'utf8'),
  );
  const codes = ['runner', 'extension', 'language-server']
    .flatMap((folder) => sources(folder, /\.ts$/))
    .flatMap((text) => [...text.matchAll(/\bcode: '([a-z]+(?:-[a-z]+)*)'/g)])
    .map((match) => match[1] ?? '');
  expect(codes.length).toBeGreaterThan(30);
  const missing = [...new Set(codes)].filter(
    (code) => !docs.some((text) => text.includes(`\`${code}\``)),
  );
  expect(missing).toEqual([]);
});
