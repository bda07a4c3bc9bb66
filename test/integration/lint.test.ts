/** The built `flowdeck lint`: exit codes, forms, and no false alarm on flows that run. */
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ENTRY, FLOWS, Sandbox } from './cliSupport';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const REPOSITORY = path.resolve(FLOWS, '../..');
const TUTORIALS = path.join(
  ...[REPOSITORY, '.venv-test/lib/python3.11/site-packages/metaflow/tutorials'],
);
const TYPO = path.join(FLOWS, 'bad/unknown_step.py');

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await Sandbox.create();
  await mkdir(path.join(sandbox.folder, '.git'));
  await copyFile(TYPO, path.join(sandbox.folder, 'flow.py'));
});
afterEach(() => sandbox[Symbol.asyncDispose]());

interface Told {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly code: string;
  readonly severity: string;
  readonly message: string;
}

describe('flowdeck lint', () => {
  it('ends with 1 when there are errors, with 0 once they are mended', async () => {
    const found = await sandbox.flowdeck('lint');
    expect(found).toMatchObject({ code: 1, stderr: '' });
    expect(found.stdout).toMatch(/^flow\.py:9:24 error unknown-step .*\n {4}Did you mean/);
    const mended = await sandbox.flowdeck('lint', '--fix', 'flow.py');
    expect(mended).toMatchObject({ code: 0, stderr: '' });
    expect(mended.stdout).toMatch(/^flow\.py fixed unknown-step /);
    expect(await readFile(path.join(sandbox.folder, 'flow.py'), 'utf8')).toContain('self.train');
  });

  it('tells programs what it found', async () => {
    const { code, stdout } = await sandbox.flowdeck('lint', '--json', '.');
    expect(code).toBe(1);
    const told = JSON.parse(stdout) as Told[];
    expect(told).toHaveLength(1);
    const place = { file: 'flow.py', line: 9, column: 24, severity: 'error' };
    expect(told[0]).toMatchObject({ ...place, code: 'unknown-step', fixable: true });
    expect((await sandbox.flowdeck('lint', '--github')).stdout).toMatch(/^::error file=flow\.py,/);
    const sarif = await sandbox.flowdeck('lint', '--sarif');
    expect(JSON.parse(sarif.stdout)).toMatchObject({ version: '2.1.0', runs: [{ results: [{}] }] });
  });

  it('takes the levels of rules, and can be strict', async () => {
    const warning = ['lint', '--severity', 'unknown-step=warning'];
    expect(await sandbox.flowdeck(...warning)).toMatchObject({ code: 0 });
    expect(await sandbox.flowdeck(...warning, '--strict')).toMatchObject({ code: 1 });
    expect(await sandbox.flowdeck('lint', '--severity', 'unknown-step=off')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('nothing to say') as string,
    });
  });

  it.each([
    [['gone.py'], /argument-path/],
    [['--severity', 'unknown-step'], /argument-severity/],
    [['--json', '--sarif'], /cannot be used with/],
    [['--loud'], /unknown option/],
  ])('ends with 2 for %j', async (words, message) => {
    const { code, stderr } = await sandbox.flowdeck('lint', ...words);
    expect({ code, stderr }).toMatchObject({ code: 2 });
    expect(stderr).toMatch(message);
  });

  it('goes on past a file that it cannot read', async () => {
    await writeFile(path.join(sandbox.folder, 'bytes.py'), Buffer.from([0x23, 0xff, 0x0a]));
    const { code, stderr } = await sandbox.flowdeck('lint', 'bytes.py', 'flow.py');
    expect(code).toBe(1);
    expect(stderr).toMatch(/^warning: bytes\.py: Its bytes are not utf-8/);
  });
});

describe('flows that run', () => {
  const good = [path.join(REPOSITORY, 'examples'), ...(existsSync(TUTORIALS) ? [TUTORIALS] : [])];

  it('have neither errors nor warnings', async () => {
    // Not through the sandbox: the folders are searched where they lie.
    const words = [ENTRY, 'lint', '--json', FLOWS, ...good];
    const { stdout } = await promisify(execFile)(process.execPath, words).catch(
      (error: unknown) => error as { stdout: string },
    );
    const told = (JSON.parse(stdout) as Told[])
      .filter(({ file }) => !file.includes('flows/bad/'))
      .filter(({ severity }) => severity !== 'hint');
    expect(told).toEqual([]);
  });
});
