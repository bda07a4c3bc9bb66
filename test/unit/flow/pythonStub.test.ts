/** What Pylance and Pyright say of the decorators is what the reference says. `npx vitest run --project unit -u` writes it anew. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { DECORATORS } from '../../../runner/flow/reference';
import { pythonStub } from '../../../runner/flow/reference/pythonStub';

const folder = path.resolve(import.meta.dirname, '../../../runner/python/metaflow');

it('is the stub of the decorators', async () => {
  await expect(pythonStub()).toMatchFileSnapshot(path.join(folder, '_decorators.pyi'));
});

it('is complete in the stub of the package', () => {
  const stub = readFileSync(path.join(folder, '__init__.pyi'), 'utf8');
  const missing = [...DECORATORS.keys()].filter((name) => !stub.includes(`${name} as ${name},`));
  expect(missing).toEqual([]);
});
