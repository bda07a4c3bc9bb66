import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { photographFailures } from './harness/failures';
import { RunPage } from './harness/runPage';
import { Workbench } from './harness/workbench';

describe('a step that fails', () => {
  let workbench: Workbench;
  let page: RunPage;

  beforeAll(async () => {
    workbench = await Workbench.open({
      workspace: path.join(import.meta.dirname, 'workspaces/failing'),
      settings: { 'workbench.colorTheme': 'Default Light Modern' },
    });
    page = new RunPage(workbench);
    await workbench.openFile('failing.py');
  });
  afterAll(() => workbench[Symbol.asyncDispose]());
  photographFailures(() => workbench);

  it('asks for the parameter that has no default, and checks its type while it is typed', async () => {
    const input = workbench.page.locator('.quick-input-widget input');
    await workbench.clickLens(/^\s*Run$/, input);
    await input.fill('fast');
    await workbench.page.locator('.quick-input-message', { hasText: /number|float/i }).waitFor();
    await workbench.screenshot('ask-parameter');
    await input.fill('-1');
    await workbench.page.keyboard.press('Enter');
  });

  it('shows the traceback and where it failed', async () => {
    await page.untilRun(/failed/);
    await page.untilStep('train', 'failed');
    await page.node('train').click();
    await page.frame.getByText('learning rate must be positive').first().waitFor();
    await workbench.screenshot('failure-light');
  });

  it('marks the failing line until it changes', async () => {
    const squiggle = workbench.page.locator('.monaco-editor .squiggly-error');
    await squiggle.first().waitFor();
    await page.frame
      .getByText(/failing\.py:24/)
      .first()
      .click();
    await workbench.page
      .locator('.status-bar-info, [id="status.editor.selection"]', { hasText: /Ln 24/ })
      .first()
      .waitFor();
    await workbench.page.keyboard.press('Home');
    await workbench.page.keyboard.insertText('return {"rate": 0.1}  # ');
    await squiggle.first().waitFor({ state: 'detached' });
    expect(await squiggle.count()).toBe(0);
  });

  it('offers to run again', async () => {
    const message = await workbench.notification(/failed/);
    await message.getByRole('button', { name: /Run again/i }).waitFor();
    await workbench.screenshot('failure-message');
  });

  it('resumes with the mended code, and takes over what had ended well', async () => {
    await workbench.command('Notifications: Clear All Notifications');
    await page.press('Resume');
    await page.untilRun(/succeeded/);
    await page.untilStep('end', 'succeeded');
    await workbench.screenshot('resumed');
  });
});
