import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { photographFailures } from './harness/failures';
import { RunPage } from './harness/runPage';
import { Workbench } from './harness/workbench';

const EXAMPLES = path.resolve(import.meta.dirname, '../../examples');
const STEPS = ['start', 'split', 'train', 'choose', 'evaluate', 'end'];

describe('a flow in the editor', () => {
  let workbench: Workbench;
  let page: RunPage;

  beforeAll(async () => {
    workbench = await Workbench.open({ workspace: EXAMPLES });
    page = new RunPage(workbench);
    await workbench.openFile('penguins/flow.py');
  });
  afterAll(() => workbench[Symbol.asyncDispose]());
  photographFailures(() => workbench);

  it('has lenses over its class and its steps before anything ran', async () => {
    await workbench.lens('Run').first().waitFor();
    await workbench.lens('Graph').first().waitFor();
    await workbench
      .lens(/no\s+runs?\s+yet/i)
      .first()
      .waitFor();
    await workbench.screenshot('lenses');
  });

  it('shows its graph without a run', async () => {
    await workbench.clickLens('Graph', page.node('start'));
    for (const step of STEPS) await page.node(step).waitFor();
    await workbench.screenshot('static-graph');
  });

  it('runs at a click and fills the graph', async () => {
    await workbench.clickLens(/^\s*Run$/, page.header.getByText(/running|succeeded/));
    await page.untilRun(/succeeded/);
    for (const step of STEPS) await page.untilStep(step, 'succeeded');
    expect(await page.node('train').textContent()).toContain('10');
  });

  it('shows the tasks, the log and the artifacts of the selected step', async () => {
    await page.node('train').click();
    await page.frame
      .getByText(/median/)
      .first()
      .waitFor();
    const tasks = await page.openTab('Tasks');
    await tasks.getByText('knn k=25').first().waitFor();
    await workbench.screenshot('tasks');
    const log = await page.openTab('Log');
    await log
      .getByText(/validation penguins/)
      .first()
      .waitFor();
    await workbench.screenshot('log');
    const artifacts = await page.openTab('Artifacts');
    await artifacts.getByText('accuracy', { exact: true }).first().waitFor();
    await workbench.screenshot('artifacts');
  });

  it('says over the code how the last run went', async () => {
    await page.openTab('Graph');
    await workbench
      .lens(/succeeded \d\d:\d\d/)
      .first()
      .waitFor();
    await workbench.screenshot('run-dark');
  });

  it('lists the flow and the run', async () => {
    await workbench.openFlowdeckView();
    await workbench
      .treeItem(/PenguinsFlow/)
      .first()
      .waitFor();
    await workbench
      .treeItem(/succeeded/)
      .first()
      .waitFor();
    await workbench.screenshot('views');
  });

  it('asked nothing of the network', () => {
    expect(workbench.foreignRequests).toEqual([]);
  });
});
