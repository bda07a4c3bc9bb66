import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { FLOWS, Sandbox } from './cliSupport';

const FLOW = path.join(FLOWS, 'exit_hooks.py');

function hooks(output: string): string[] {
  return output.split('\n').filter((line) => /^\[?(exit_)?hook/.test(line));
}

describe('exit hooks', () => {
  it('are called after a run that succeeded, each whatever the one before did', async () => {
    await using sandbox = await Sandbox.create();
    const { code, stdout } = await sandbox.flowdeck('run', FLOW);
    expect({ code, hooks: hooks(stdout) }).toEqual({
      code: 0,
      hooks: [
        "[exit_hook] Hook 'os.path.join' failed with error: join() missing 1 required positional argument: 'a'",
        "[exit_hook] Hook 'stumble' failed with error: 'hook'",
        'hook: ExitHooksFlow True 42',
        'hook: plain',
      ],
    });
  });

  it('are others after a run that failed', async () => {
    await using sandbox = await Sandbox.create();
    const { code, stdout } = await sandbox.flowdeck('run', FLOW, '--fail', 'True');
    expect(code).not.toBe(0);
    expect(hooks(stdout)).toEqual(['hook: sorry, False']);
  });
});
