/**
 * l10n/bundle.l10n.json holds every text that a person can see, for translators: it is made from the code.
 * After a text has changed: `npx vitest run --project unit test/unit/extension/l10n.test.ts -u`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../../..');
/** The houses whose texts come from the editor's bundle. */
const FOLDERS = ['extension', 'language-server', 'webviews', 'runner/drawing'];

function sourceFiles(folder: string): readonly string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => path.join(root, folder, file));
}

/** The texts in a first argument: a literal, or the branches of a condition. */
function literals(node: ts.Expression): readonly string[] {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isConditionalExpression(node)) {
    return [...literals(node.whenTrue), ...literals(node.whenFalse)];
  }
  return [];
}

function textsOf(file: string): readonly string[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const { expression: called } = node;
      const name = ts.isPropertyAccessExpression(called) ? called.name : called;
      const [first] = node.arguments;
      if (ts.isIdentifier(name) && name.text === 't' && first) found.push(...literals(first));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

it('holds every text of the code, for translators', async () => {
  const texts = [...new Set(FOLDERS.flatMap(sourceFiles).flatMap(textsOf))].sort();
  expect(texts).toContain('Run again');
  const bundle = Object.fromEntries(texts.map((text) => [text, text]));
  await expect(`${JSON.stringify(bundle, null, 2)}\n`).toMatchFileSnapshot(
    path.join(root, 'l10n/bundle.l10n.json'),
  );
});
