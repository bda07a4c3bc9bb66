/** What a person at a terminal sees when something is wrong: one message with what to do. */
import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ENTRY, FLOWS, look, newestRun, Sandbox, until, type Finished } from './cliSupport';

const HELLO = path.join(FLOWS, 'hello.py');

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await Sandbox.create();
});
afterEach(() => sandbox[Symbol.asyncDispose]());

async function flowWith(lines: {
  readonly top?: string;
  readonly field?: string;
  readonly start?: string;
}): Promise<string> {
  const file = path.join(sandbox.folder, 'flow.py');
  const text = [
    'import os, pathlib, shutil, time',
    'from metaflow import FlowSpec, Parameter, current, step',
    lines.top ?? '',
    'class BadFlow(FlowSpec):',
    `    ${lines.field ?? 'kept = 1'}`,
    '    @step',
    '    def start(self):',
    '        self.next(self.work)',
    '    @step',
    '    def work(self):',
    `        ${lines.start ?? 'pass'}`,
    '        self.next(self.end)',
    '    @step',
    '    def end(self):',
    '        pass',
    'if __name__ == "__main__":',
    '    BadFlow()',
    '',
  ];
  await writeFile(file, text.join('\n'));
  return file;
}

describe('a parameter', () => {
  it('tells in one sentence why its default could not be computed', async () => {
    const file = await flowWith({
      top: 'def boom(context):\n    raise ValueError("no default today")',
      field: 'alpha = Parameter("alpha", type=int, default=boom)',
    });
    const { code, stderr } = await sandbox.flowdeck('run', file);
    expect(code).toBe(2);
    expect(stderr).toContain(
      "The default of parameter 'alpha' could not be computed: ValueError: no default today (flow.py, line 4)\n",
    );
    expect(stderr).not.toContain('Traceback');
  });

  it("keeps a TypeError of the default's own", async () => {
    const file = await flowWith({
      top: 'def boom(context, deploying):\n    return 1 + "x"',
      field: 'alpha = Parameter("alpha", type=int, default=boom)',
    });
    const { stderr } = await sandbox.flowdeck('run', file);
    expect(stderr).toContain('unsupported operand');
  });

  it('is passed over when it has the name of what every flow has', async () => {
    const file = await flowWith({ field: 'name = Parameter("name", default="x")' });
    const { code, stderr } = await sandbox.flowdeck('run', file);
    expect(code).toBe(0);
    expect(stderr).toContain("'name' can't name a parameter of BadFlow");
    expect(stderr).toMatch(/flow\.py:\d+: UserWarning/);
  });
});

it('names --python when that is no Python', async () => {
  const { code, stderr } = await sandbox.flowdeck('run', '--python', '/no/such/python', HELLO);
  expect(code).toBe(1);
  expect(stderr).toContain('The interpreter that --python names does not exist');
});

it('says what SIGKILL may mean', async () => {
  const file = await flowWith({ start: 'os.kill(os.getpid(), 9)' });
  const { code, stdout } = await sandbox.flowdeck('run', file);
  expect(code).toBe(1);
  expect(stdout).toContain('ended by SIGKILL. If nobody killed it, memory ran short: ');
});

it('ends in order when its terminal is closed', async () => {
  const started = path.join(sandbox.folder, 'started');
  const file = await flowWith({
    start: 'pathlib.Path("started").touch(); time.sleep(600)',
  });
  const hangup = [
    'import os, pty, sys, time',
    'pid, terminal = pty.fork()',
    'if pid == 0:',
    '    os.execv(sys.argv[2], sys.argv[2:])',
    'while not os.path.exists(sys.argv[1]):',
    '    time.sleep(0.02)',
    'os.close(terminal)',
    'print(os.waitpid(pid, 0)[1])',
  ].join('\n');
  const args = ['-c', hangup, started, process.execPath, ENTRY, 'run', file];
  const python = spawn('python3', args, { cwd: sandbox.folder, env: sandbox.env });
  let status = '';
  python.stdout.on('data', (chunk: Buffer) => (status += chunk.toString()));
  await once(python, 'close');
  expect(status.trim()).toBe('1'); // SIGHUP, without a core dump
  const run = await newestRun(sandbox.root, 'BadFlow');
  await until(async () => (await look(run)).state === 'cancelled');
}, 60_000);

/** File systems of one's own, without being root; not every container allows it. */
const NAMESPACE = ['--user', '--map-root-user', '--mount'];
const canMount = ((): boolean => {
  try {
    execFileSync('unshare', [...NAMESPACE, 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']);
    return true;
  } catch {
    return false;
  }
})();

describe.skipIf(!canMount)('a disk', () => {
  /** Runs in the folder `disk`, a file system with those options; `and` comes after. */
  async function runOnDisk(options: string, file: string, and = ':'): Promise<Finished> {
    await mkdir(path.join(sandbox.folder, 'disk'));
    const script = `mount -t tmpfs -o ${options} tmpfs disk && cd disk && { "$0" "$@"; code=$?; ${and}; exit $code; }`;
    const command = ['sh', '-c', script, process.execPath, ENTRY, 'run', file];
    return await new Promise((resolve) => {
      const { folder: cwd, env } = sandbox;
      execFile('unshare', [...NAMESPACE, ...command], { cwd, env }, (error, stdout, stderr) => {
        resolve({ code: Number(error?.code ?? 0), stdout, stderr });
      });
    });
  }

  it('that is read-only is called so', async () => {
    const { code, stderr } = await runOnDisk('ro', HELLO);
    expect(code).toBe(1);
    expect(stderr).toContain('error[storage-unwritable]');
    expect(stderr).toContain('(EROFS)');
    expect(stderr).toContain('read-only: work in a folder that you may write to');
  });

  it('that an artifact fills up leaves what was finished', async () => {
    const file = await flowWith({ start: 'self.big = os.urandom(30 << 20)' });
    const dump = `"$0" ${ENTRY} dump BadFlow/latest/start`;
    const { code, stdout } = await runOnDisk('size=8m', file, dump);
    expect(code).toBe(1);
    expect(stdout).toContain('No space left on device. Free some space and run again');
    expect(stdout).toMatch(/BadFlow\/\d+\/start\/1\n +kept/);
  });

  it('that a log fills up is told of once', async () => {
    const file = await flowWith({ start: 'print("x" * (30 << 20))' });
    const { code, stdout, stderr } = await runOnDisk('size=8m', file);
    expect(code).toBe(1);
    expect(stdout.match(/ failed in /g)).toHaveLength(1);
    expect(stderr.match(/The disk is full/g)?.length ?? 0).toBeLessThanOrEqual(1);
  });
});
