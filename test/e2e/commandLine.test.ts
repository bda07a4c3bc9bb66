import path from 'node:path';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { photographFailures } from './harness/failures';
import { RunPage } from './harness/runPage';
import { Workbench } from './harness/workbench';

describe('a flow with a loop and a gang, run in a terminal', () => {
  let workbench: Workbench;
  let page: RunPage;

  beforeAll(async () => {
    workbench = await Workbench.open({
      workspace: path.join(import.meta.dirname, 'workspaces/looping'),
    });
    page = new RunPage(workbench);
    await workbench.openFile('looping.py');
  });
  afterAll(() => workbench[Symbol.asyncDispose]());
  photographFailures(() => workbench);

  it('draws the loop, the choice and the gang before anything ran', async () => {
    await workbench.clickLens('Graph', page.node('start'));
    for (const step of ['train', 'spread', 'node', 'gather', 'end'])
      await page.node(step).waitFor();
    await workbench.screenshot('loop-graph');
  });

  it('runs by `python3 looping.py run`, with nothing installed', async () => {
    await workbench.command('Terminal: Create New Terminal');
    await workbench.page.locator('.terminal.xterm textarea').first().waitFor({ state: 'attached' });
    await workbench.page.keyboard.type('python3 looping.py run --rounds 2\n', { delay: 20 });
    await page.untilRun(/succeeded/);
    await page.untilStep('node', 'succeeded');
    await workbench.screenshot('loop-run');
  });

  it('lists the run as any other', async () => {
    await workbench
      .lens(/succeeded \d\d:\d\d/)
      .first()
      .waitFor();
    await workbench.openFlowdeckView();
    await workbench
      .treeItem(/LoopingFlow/)
      .first()
      .waitFor();
  });
});
