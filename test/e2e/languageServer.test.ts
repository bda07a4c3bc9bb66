/** What the extension does around the language server: a server that ends, values of artifacts, types for Pylance. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { photographFailures } from './harness/failures';
import { RunPage } from './harness/runPage';
import { pause } from './harness/server';
import { Workbench } from './harness/workbench';

const EXAMPLES = path.resolve(import.meta.dirname, '../../examples');
const STAND_IN = path.join(import.meta.dirname, 'extensions/pylance-stand-in');

describe('around the language server', () => {
  let workbench: Workbench;

  beforeAll(async () => {
    workbench = await Workbench.open({ workspace: EXAMPLES, extensions: [STAND_IN] });
    await workbench.openFile('penguins/flow.py');
    await workbench.lens('Run').first().waitFor();
  });
  afterAll(() => workbench[Symbol.asyncDispose]());
  photographFailures(() => workbench);

  const settingsFile = () => path.join(workbench.server.folder, 'user-data/User/settings.json');
  const extraPaths = async (): Promise<readonly string[] | undefined> =>
    (JSON.parse(await readFile(settingsFile(), 'utf8')) as Record<string, string[] | undefined>)[
      'python.analysis.extraPaths'
    ];
  const untilPaths = async (fit: (paths: readonly string[] | undefined) => boolean) => {
    for (let tries = 0; tries < 60 && !fit(await extraPaths()); tries += 1) await pause(250);
    return extraPaths();
  };

  it('offers once to show Pylance the runtime, in the settings of the person alone', async () => {
    const offer = await workbench.notification(/Pylance does not find metaflow/);
    await offer.first().waitFor();
    await workbench.screenshot('types-offer');
    await offer.getByText('Add to my settings').click();
    const [folder] = (await untilPaths((paths) => paths?.length === 1)) ?? [];
    expect(existsSync(path.join(folder ?? '', 'metaflow/__init__.pyi'))).toBe(true);
    expect(existsSync(path.join(workbench.server.workspace, '.vscode'))).toBe(false);
  });

  it('takes it out again when told so', async () => {
    await workbench.command('Hide the Bundled Runtime from Pylance and Pyright');
    expect(await untilPaths((paths) => paths === undefined)).toBeUndefined();
  });

  it('starts a server that ended again, and gives up after five times', async () => {
    for (let end = 0; end < 5; end += 1) {
      await killServer(workbench.server.folder);
      await untilServer(workbench.server.folder);
    }
    await workbench.command('Preferences: Open User Settings');
    await workbench.openFile('penguins/flow.py');
    await workbench.lens('Run').first().waitFor();
    await killServer(workbench.server.folder);
    const message = await workbench.notification(/language server ended several times/);
    await message.first().waitFor();
    await workbench.screenshot('server-ended');
    await message.getByText('Start again').click();
    await untilServer(workbench.server.folder);
    await workbench.lens('Run').first().waitFor();
  });

  it('shows the value of an artifact of the last run', async () => {
    const page = new RunPage(workbench);
    await workbench.clickLens(/^\s*Run$/, page.header.getByText(/running|succeeded/));
    await page.untilRun(/succeeded/);
    await workbench.openFile('penguins/flow.py');
    // `self.rows`, in the step start. What artifacts hold is told a moment after the run has ended.
    const link = workbench.page.locator('.monaco-hover a', { hasText: 'Show value' }).first();
    for (let tries = 0; tries < 10 && !(await link.isVisible()); tries += 1) {
      await workbench.page.keyboard.press('Control+G');
      await workbench.page.keyboard.type('28:16');
      await workbench.page.keyboard.press('Enter');
      await workbench.command('Show or Focus Hover');
      await pause(1_000);
    }
    await workbench.screenshot('hover');
    await link.click();
    await workbench.page
      .getByText(/#\sPenguinsFlow\/\d+\/start\/\d+\/rows/)
      .first()
      .waitFor();
    await workbench.screenshot('value');
  });
});

/** Processes of the language server of this workbench, by its folder. */
function servers(folder: string): readonly number[] {
  const lines = execFileSync('ps', ['-A', '-ww', '-o', 'pid=,args=']).toString().split('\n');
  return lines
    .filter((line) => line.includes('language-server.cjs') && line.includes(folder))
    .map((line) => Number.parseInt(line, 10));
}

async function killServer(folder: string): Promise<void> {
  const [pid] = servers(folder);
  if (pid === undefined) throw new Error('no language server runs');
  process.kill(pid, 'SIGKILL');
  for (let tries = 0; tries < 40 && servers(folder).includes(pid); tries += 1) await pause(50);
}

async function untilServer(folder: string): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if (servers(folder).length > 0) return pause(700);
    await pause(100);
  }
  throw new Error('the language server was not started again');
}
