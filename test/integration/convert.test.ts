/** Scripts and notebooks, executed plainly and as the flows that are made of them: they give the same. */
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { cellsOfScript } from '../../runner/analysis/refactor/convert/cells';
import { Sandbox } from './cliSupport';

const SCRIPT = path.resolve(import.meta.dirname, '../fixtures/convert/sales.py');
const execute = promisify(execFile);

/** What the script leaves behind. */
async function results(folder: string): Promise<string[]> {
  return await Promise.all(
    ['result.json', 'log.txt'].map((name) => readFile(path.join(folder, name), 'utf8')),
  );
}

async function plainResults(): Promise<string[]> {
  await using sandbox = await Sandbox.create();
  await execute('python3', [SCRIPT], { cwd: sandbox.folder });
  return await results(sandbox.folder);
}

it('makes a flow of a script that gives what the script gives', async () => {
  await using sandbox = await Sandbox.create();
  await copyFile(SCRIPT, path.join(sandbox.folder, 'sales.py'));
  const converted = await sandbox.flowdeck('convert', 'sales.py', '-o', 'flow.py');
  expect(converted).toMatchObject({ code: 0, stdout: 'SalesOfAYearFlow is in flow.py\n' });
  expect(await sandbox.flowdeck('lint', '--strict', 'flow.py')).toMatchObject({ code: 0 });
  const run = await sandbox.flowdeck('run', 'flow.py');
  expect(run.code, run.stdout + run.stderr).toBe(0);
  expect(await results(sandbox.folder)).toEqual(await plainResults());
  const text = await readFile(path.join(sandbox.folder, 'flow.py'), 'utf8');
  expect([...text.matchAll(/def (\w+)\(self\)/g)].map((match) => match[1])).toEqual([
    'start',
    'means_of_the_shops',
    'write',
    'end',
  ]);
});

it('makes a flow of a notebook, which never overwrites a file', async () => {
  await using sandbox = await Sandbox.create();
  const cells = cellsOfScript(await readFile(SCRIPT, 'utf8')).map(({ kind, text }) => ({
    cell_type: kind,
    source: kind === 'code' ? `%matplotlib inline\n${text}` : text,
    metadata: {},
  }));
  const notebook = { cells, metadata: {}, nbformat: 4, nbformat_minor: 5 };
  await writeFile(path.join(sandbox.folder, 'Sales 2026.ipynb'), JSON.stringify(notebook));
  const convert = () => sandbox.flowdeck('convert', 'Sales 2026.ipynb', '--output', 'flow.py');
  expect(await convert()).toMatchObject({ code: 0 });
  expect(await convert()).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('output-exists') as string,
  });
  expect(await sandbox.flowdeck('lint', '--strict', 'flow.py')).toMatchObject({ code: 0 });
  expect(await sandbox.flowdeck('run', 'flow.py')).toMatchObject({ code: 0 });
  expect(await results(sandbox.folder)).toEqual(await plainResults());
});

it('says why a file cannot be converted', async () => {
  await using sandbox = await Sandbox.create();
  await writeFile(path.join(sandbox.folder, 'bad.py'), '# %%\na = 1\n# %%\nb = (\n');
  await writeFile(path.join(sandbox.folder, 'bad.ipynb'), '[]');
  const failure = async (file: string) => (await sandbox.flowdeck('convert', file)).stderr;
  expect(await failure('bad.py')).toMatch(/not-convertible.*\(cell 2\)/);
  expect(await failure('bad.ipynb')).toContain('no notebook');
  expect(await failure('nothing.py')).toContain('argument-path');
});
