import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { photographFailures } from './harness/failures';
import { RunPage } from './harness/runPage';
import { Workbench } from './harness/workbench';

describe('a folder that is not trusted', () => {
  let workbench: Workbench;

  beforeAll(async () => {
    workbench = await Workbench.open({
      workspace: path.resolve(import.meta.dirname, '../../examples'),
      untrusted: true,
    });
    await workbench.openFile('penguins/flow.py');
  });
  afterAll(() => workbench[Symbol.asyncDispose]());
  photographFailures(() => workbench);

  it('draws the graph', async () => {
    await workbench.clickLens('Graph', new RunPage(workbench).node('train'));
    await workbench.screenshot('untrusted');
  });

  it('offers nothing that runs', async () => {
    expect(await workbench.lens(/^\s*Run$/).count()).toBe(0);
    expect(await workbench.commandsMatching('Flowdeck: Run')).not.toContain('Flowdeck: Run Flow');
    expect(existsSync(path.join(workbench.server.workspace, '.metaflow'))).toBe(false);
  });
});
