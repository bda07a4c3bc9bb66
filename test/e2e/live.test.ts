import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { photographFailures } from './harness/failures';
import { RunPage } from './harness/runPage';
import { Workbench } from './harness/workbench';

describe('a run that takes its time', () => {
  let workbench: Workbench;
  let page: RunPage;

  beforeAll(async () => {
    workbench = await Workbench.open({
      workspace: path.join(import.meta.dirname, 'workspaces/live'),
    });
    page = new RunPage(workbench);
    await workbench.openFile('waiting.py');
    await workbench.clickLens(/^\s*Run$/, page.header.getByText(/running/));
  });
  afterAll(() => workbench[Symbol.asyncDispose]());
  photographFailures(() => workbench);

  it('is live: one of three is done, two are running', async () => {
    await page.untilStep('work', 'running');
    await page
      .node('work')
      .getByText(/1 of 3/)
      .waitFor();
    await workbench.screenshot('live');
  });

  it('is picked up, still live, when the window is reloaded', async () => {
    await workbench.reload();
    await page.untilStep('work', 'running');
    await workbench.screenshot('live-reloaded');
    await writeFile(path.join(workbench.server.workspace, 'go'), '');
    await page.untilRun(/succeeded/);
    await page.untilStep('end', 'succeeded');
  });

  it('stops when it is cancelled', async () => {
    await rm(path.join(workbench.server.workspace, 'go'));
    await page.press('Run again');
    await page.untilStep('work', 'running');
    await page.press('Cancel');
    await page.untilRun(/cancelled/);
    await workbench.screenshot('cancelled');
    expect(await page.node('end').getAttribute('data-state')).not.toBe('succeeded');
  });
});
