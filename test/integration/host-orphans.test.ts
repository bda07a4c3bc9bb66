/** When the runner is gone, nothing that it started goes on. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { HostProcess } from '../../runner/compute/hostProcess';
import type { HostReply } from '../../runner/compute/protocol';
import { runtimeFolder } from '../../runner/compute/runtimeFolder';
import { firstLine, flowFile, gone, python } from './host/harness';
import { readFile } from 'node:fs/promises';

describe.each([
  ['fork', '1'],
  ['fresh', '0'],
])('a host in %s mode whose runner died', (_mode, FLOWDECK_FORK) => {
  it('ends its tasks, what they started, and itself', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'flowdeck-orphans-'));
    const host = new HostProcess({
      python,
      runtimeFolder: runtimeFolder(),
      cwd: folder,
      env: { ...process.env, FLOWDECK_FORK, WAY: 'wait' },
    });
    const reply = (type: HostReply['type']) =>
      new Promise<HostReply>((resolve) => {
        host.onLine = (line) => {
          const message = JSON.parse(line) as HostReply;
          if (message.type === type) resolve(message);
        };
      });
    const described = reply('described');
    host.send({ type: 'load', version: 1, file: flowFile('ending.py'), argv: [] });
    await described;
    const stored = reply('attempt_ended');
    host.send({
      type: 'parameters',
      run: {
        flow: 'EndingFlow',
        run: '1',
        datastore: { type: 'local', root: path.join(folder, '.metaflow') },
        user: 'tester',
        tags: [],
        systemTags: [],
        originRunId: null,
      },
      attempt: { step: '_parameters', task: '1', attempt: 0 },
      values: {},
    });
    await stored;
    const started = reply('attempt_started');
    const stdout = path.join(folder, 'stdout');
    host.send({
      type: 'launch',
      attempts: [
        {
          step: 'start',
          task: '2',
          attempt: 0,
          inputs: [{ step: '_parameters', task: '1' }],
          createdAt: Date.now(),
          userAttempts: 1,
          stdout,
          stderr: path.join(folder, 'stderr'),
        },
      ],
    });
    const message = await started;
    const child = message.type === 'attempt_started' ? message.pid : 0;
    const grandchild = Number(await firstLine(() => readFile(stdout, 'utf8')));

    // What the kernel does to the pipe of a runner that dies.
    host.endRequests();

    expect(await host.exited).toMatchObject({ code: 0, signal: null });
    await Promise.all([gone(child), gone(grandchild)]);
    await rm(folder, { recursive: true });
  });
});
