/** `python flow.py …` through our runtime: what people and scripts see, beside what official Metaflow says. */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  ENTRY,
  FLOWS,
  hasOfficial,
  OFFICIAL_PYTHON,
  Sandbox,
  until,
  type Finished,
} from './cliSupport';
import { PYTHON } from './execute/interpreters';

const OURS = path.join(path.dirname(ENTRY), 'python');
const OWN = path.join(import.meta.dirname, 'commandLineFlows');
const HELLO = path.join(FLOWS, 'hello.py');

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await Sandbox.create();
});
afterEach(() => sandbox[Symbol.asyncDispose]());

function environment(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  return { ...sandbox.env, PYTHONPATH: OURS, FLOWDECK_NODE: process.execPath, ...more };
}

function ours(words: readonly string[], more?: NodeJS.ProcessEnv, python = PYTHON) {
  return execute(python, words, environment(more));
}

function execute(
  command: string,
  words: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<Finished> {
  return new Promise((resolve) => {
    execFile(command, words, { cwd: sandbox.folder, env }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      resolve({ code, stdout, stderr });
    });
  });
}

/** Times, pids and ids are of no interest. */
function plain(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.replace(/^[-\d]+ [:.\d]+ /, ''))
    .map((line) => line.replaceAll(/\b\d{6,}\b/g, 'RUN').replaceAll(/\(pid \d+\)/g, '(pid)'));
}

describe.each(['1', '0'])('python flow.py run, FLOWDECK_FORK=%s', (fork) => {
  it('prints the lines of a run that people and scripts know', async () => {
    const { code, stdout, stderr } = await ours([HELLO, 'run'], { FLOWDECK_FORK: fork });
    expect(code).toBe(0);
    expect(stderr).toMatch(/^Metaflow 2\.19\.38 executing HelloFlow for user:tester/);
    expect(stderr).toContain('Validating your flow...\n    The graph looks good!\n');
    const lines = plain(stdout);
    expect(lines).toContain('Workflow starting (run-id RUN):');
    expect(lines).toContain('[RUN/start/1 (pid)] Task is starting.');
    expect(lines).toContain('[RUN/start/1 (pid)] Task finished successfully.');
    expect(lines.at(-2)).toBe('Done!');
  });

  it('fails with exit code 1 and names the step, after the output of the task', async () => {
    const file = path.join(FLOWS, 'bad/raises.py');
    const { code, stdout, stderr } = await ours([file, '--quiet', 'run'], { FLOWDECK_FORK: fork });
    expect(code).toBe(1);
    expect(stderr).toBe('    Step failure:\n    Step work (task-id 2) failed.\n\n');
    expect(stdout).toMatch(/work\/2 \(pid \d+\)\] ValueError: the learning rate must be positive/);
    expect(plain(stdout)).toContain('Workflow failed.');
  });

  it('lets a step have processes, coroutines and logging, under the flags of the interpreter', async () => {
    const more = { FLOWDECK_FORK: fork, PYTHONHASHSEED: '0' };
    const { code, stdout } = await ours(['-O', path.join(OWN, 'habits.py'), 'run'], more);
    expect(code).toBe(0);
    for (const said of [
      '] INFO:logged in a step\n',
      '] fork [2, 4, 6]\n',
      '] spawn [2, 4, 6]\n',
      '] from a coroutine\n',
      '] optimized 0\n',
      '] folder True False\n',
    ])
      expect(stdout).toContain(said);
    // Those of the process that executed the file, once, after everything else.
    expect(stdout).toMatch(/ Done!\nexit handler ran in (\d+)\nfinalizer ran in \1\n$/);
    const inTasks = stdout.match(/(?:later|end)\/\d+ \(pid \d+\)\] exit handler ran/g) ?? [];
    expect(inTasks).toHaveLength(fork === '1' ? 0 : 2);
  });

  it.each(['0', '3'])(
    'fails when a step leaves with exit code %s before the end',
    async (LEAVE) => {
      const more = { FLOWDECK_FORK: fork, LEAVE };
      const { code, stderr } = await ours([path.join(OWN, 'leaves.py'), '--quiet', 'run'], more);
      expect(code).toBe(1);
      expect(stderr).toBe('    Step failure:\n    Step start (task-id 1) failed.\n\n');
    },
  );

  it('gives steps with @environment an interpreter that imports with the variables', async () => {
    const file = path.join(OWN, 'variables.py');
    const { code, stdout } = await ours([file, 'run'], { FLOWDECK_FORK: fork });
    expect(code).toBe(0);
    expect(stdout).toContain('] none chosen3 none\n');
  });
});

describe('python flow.py', () => {
  it('checks the flow without a command, and says what else there is', async () => {
    const { code, stdout, stderr } = await ours([HELLO]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toContain('The graph looks good!');
    expect(stderr).toContain(`'${HELLO} run' runs the flow locally.`);
  });

  it('refuses a wrong graph with its place', async () => {
    const file = path.join(FLOWS, 'bad/no_end.py');
    const { code, stderr } = await ours([file, 'run']);
    expect(code).toBe(1);
    expect(stderr).toContain('Validity checker found an issue');
    expect(existsSync(path.join(sandbox.root, 'NoEndFlow'))).toBe(false);
  });

  it('takes parameters from options and from METAFLOW_RUN_ variables', async () => {
    const file = path.join(OWN, 'given.py');
    const words = ['--count', '2', '--names', 'a', '--names', 'b', '--flag', 'no'];
    const byOption = await ours([file, 'run', ...words]);
    expect(byOption.stdout).toContain("] 2 ('a', 'b') False text\n");
    const byVariable = await ours([file, 'run', '--count=3'], {
      METAFLOW_RUN_NAMES: 'c d',
      METAFLOW_RUN_COUNT: '9',
      METAFLOW_RUN_FLAG: 'true',
    });
    expect(byVariable.stdout).toContain("] 3 ('c', 'd') True text\n");
  });

  it('reads options of the command and above it from the environment', async () => {
    const { code, stderr } = await ours([HELLO, 'run'], {
      METAFLOW_QUIET: 'true',
      METAFLOW_RUN_RUN_ID_FILE: 'id',
      METAFLOW_RUN_TAGS: 'one two',
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const id = readFileSync(path.join(sandbox.folder, 'id'), 'utf8');
    const record = path.join(sandbox.root, 'HelloFlow', id, '_meta/_self.json');
    expect(JSON.parse(readFileSync(record, 'utf8'))).toMatchObject({ tags: ['one', 'two'] });
  });

  it('writes the id of the run and tags it', async () => {
    const { code } = await ours([
      HELLO,
      '--quiet',
      'run',
      '--run-id-file',
      'id',
      '--tag',
      'a',
      '--tag',
      'b',
    ]);
    expect(code).toBe(0);
    const id = readFileSync(path.join(sandbox.folder, 'id'), 'utf8');
    const record = path.join(sandbox.root, 'HelloFlow', id, '_meta/_self.json');
    expect(JSON.parse(readFileSync(record, 'utf8'))).toMatchObject({ tags: ['a', 'b'] });
  });

  it('keeps runs where --datastore-root says', async () => {
    await mkdir(path.join(sandbox.folder, 'elsewhere'));
    const { code } = await ours([HELLO, '--datastore-root', 'elsewhere', 'run']);
    expect(code).toBe(0);
    expect(await readdir(path.join(sandbox.folder, 'elsewhere'))).toContain('HelloFlow');
  });

  it('resumes with the lines of clones', async () => {
    const file = path.join(OWN, 'mended.py');
    expect((await ours([file, 'run'])).code).toBe(1);
    await writeFile(path.join(sandbox.folder, 'mended'), '');
    const { code, stdout } = await ours([file, 'resume']);
    expect(code).toBe(0);
    const lines = plain(stdout);
    expect(lines).toContain('Cloning MendedFlow/RUN');
    expect(lines).toContain('[RUN/start/1] Cloning previously run task RUN/start/1');
    expect(lines).toContain('MendedFlow/RUN cloned!');
    expect(lines.at(-2)).toBe('Done!');
  });

  it('says that a run has no keyboard', async () => {
    const { code, stdout } = await ours([path.join(OWN, 'keyboard.py'), 'run']);
    expect(code).toBe(0);
    expect(stdout.match(/EOFError A run has no keyboard/g)).toHaveLength(3);
  });

  it('says what to do when there is no Node', async () => {
    const { code, stderr } = await ours([HELLO, 'run'], { FLOWDECK_NODE: '/no/node' });
    expect(code).toBe(1);
    expect(stderr).toContain('FLOWDECK_NODE names /no/node');
  });

  it.each([
    [['--datastore', 's3', 'run'], '--datastore s3'],
    [['--metadata', 'service', 'run'], '--metadata service'],
    [['argo-workflows', 'create'], "the command 'argo-workflows'"],
    [['run', '--with', 'kubernetes'], '@kubernetes'],
  ])('names what only Metaflow itself can do: %j', async (words, what) => {
    const { code, stderr } = await ours([HELLO, ...words]);
    expect(code).toBe(1);
    expect(stderr).toContain(what);
    expect(stderr).toContain('Install the package metaflow');
  });
});

/** Usage, options and defaults: what a help says apart from its sentences. */
function outlineOf(help: string): readonly (string | undefined)[] {
  const options = help.matchAll(/^ {2}(-.*?)(?: {2,}|$)/gm);
  const defaults = help.replaceAll(/\s+/g, ' ').matchAll(/(\[default: [^\]]*\])/g);
  return [/^Usage: .*$/m.exec(help)?.[0], ...[...options, ...defaults].map(([, text]) => text)];
}

describe.runIf(hasOfficial)('beside official Metaflow', () => {
  async function both(words: readonly string[]): Promise<[Finished, Finished]> {
    const file = path.join(OWN, 'given.py');
    // Metaflow says so when it makes them.
    for (const name of ['.metaflow', '.metaflow_spin'])
      await mkdir(path.join(sandbox.folder, name));
    const official = await execute(OFFICIAL_PYTHON, [file, ...words], sandbox.env);
    return [await ours([file, ...words]), official];
  }

  const told = ({ code, stdout, stderr }: Finished) => ({
    code,
    stdout,
    stderr: stderr.replace(/^Metaflow .*\n/, ''),
  });

  it.each([
    [['show', '--nope']],
    [['run', '--nope']],
    [['run', '--coun', '1']],
    [['run', '--count', 'x']],
    [['run', '--max-workers', 'x']],
    [['run', '--max-workers']],
    [['run', 'more']],
    [['run', '--flag']],
    [['nothing']],
    [['spin']],
    [['version']],
  ])('says the same to %j', async (words) => {
    const [own, official] = await both(words);
    expect(told(own)).toEqual(told(official));
  });

  it.each(['run', 'resume', 'spin', 'show'])(
    'has the same options, in own words: %s',
    async (name) => {
      const [own, official] = await both([name, '--help']);
      expect(outlineOf(own.stdout)).toEqual(outlineOf(official.stdout));
      expect(told(own).stderr).toBe(told(official).stderr);
    },
  );

  it.each(['show', 'output-dot', 'output-raw --json'])(
    'draws the same graphs: %s',
    async (words) => {
      await mkdir(sandbox.root);
      for (const name of ['nested_foreach', 'switch_foreach', 'mixins', 'named_ends']) {
        const file = path.join(FLOWS, `${name}.py`);
        const official = await execute(OFFICIAL_PYTHON, [file, ...words.split(' ')], sandbox.env);
        const own = await ours([file, ...words.split(' ')]);
        expect(own.stdout).toBe(official.stdout);
      }
    },
  );

  it('hands over what it lacks, and says so', async () => {
    const words = [HELLO, '--environment', 'conda', 'kubernetes', '--help'];
    const { code, stdout, stderr } = await ours(words, {}, OFFICIAL_PYTHON);
    expect(code).toBe(0);
    expect(stderr).toContain('is carried out by the installed package metaflow, not by Flowdeck.');
    expect(stdout).toContain('Usage: hello.py kubernetes');
  });

  it('lets the engine be Metaflow itself', async () => {
    const words = [HELLO, 'run'];
    const more = { FLOWDECK_ENGINE: 'metaflow' };
    const { code, stderr } = await ours(words, more, OFFICIAL_PYTHON);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^Metaflow 2\.19\.38 executing HelloFlow for user:tester\n/);
  });

  it('leaves the installed command metaflow alone', async () => {
    const command = path.join(path.dirname(OFFICIAL_PYTHON), 'metaflow');
    await mkdir(sandbox.root);
    const { code, stdout, stderr } = await execute(command, ['status'], environment());
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('Metaflow (2.19.38)');
  });
});

describe('flowdeck env', () => {
  it('prints what a shell needs for python flow.py', async () => {
    const { stdout } = await sandbox.flowdeck('env', '--shell', 'bash');
    const script = `eval '${stdout.replaceAll("'", `'\\''`)}'; "${PYTHON}" "${HELLO}" version`;
    const { code, stderr } = await execute('bash', ['-c', script], sandbox.env);
    expect(code).toBe(0);
    expect(stderr).toContain('2.19.38');
  });

  it('puts the runtime into an environment and takes it off', async () => {
    await execute(PYTHON, ['-m', 'venv', '--without-pip', 'venv'], sandbox.env);
    const python = path.join(sandbox.folder, 'venv/bin/python');
    expect((await sandbox.flowdeck('env', '--install', '--python', python)).code).toBe(0);
    expect((await execute(python, [HELLO, 'version'], sandbox.env)).code).toBe(0);
    expect((await sandbox.flowdeck('env', '--uninstall', '--python', python)).code).toBe(0);
    expect((await execute(python, [HELLO, 'version'], sandbox.env)).code).toBe(1);
  });
});

describe('a run that is stopped', () => {
  let python: ChildProcess | undefined;
  afterEach(() => python?.kill('SIGKILL'));

  /** Python leads a group of its own, as a shell's foreground job does; the step tells its pids in files. */
  async function waiting(): Promise<{ python: ChildProcess; pids: readonly number[] }> {
    const file = path.join(OWN, 'waits.py');
    const options = { cwd: sandbox.folder, env: environment(), detached: true } as const;
    const child = spawn(PYTHON, [file, 'run'], { ...options, stdio: 'ignore' });
    python = child;
    const pids = await until(async () => {
      const names = await readdir(sandbox.folder);
      const found = names.flatMap((name) => /^pid\.(\d+)$/.exec(name)?.[1] ?? []).map(Number);
      return found.length === 2 && found;
    });
    return { python: child, pids };
  }

  const isGone = (pid: number) => () => {
    try {
      process.kill(pid, 0);
      return undefined;
    } catch {
      return true;
    }
  };

  it.each([
    ['SIGINT', 1],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('by %s to the terminal’s group ends in order', async (signal, expected) => {
    const { python: child, pids } = await waiting();
    process.kill(-(child.pid ?? 0), signal);
    const [code] = (await once(child, 'exit')) as [number | null];
    expect(code).toBe(expected);
    for (const pid of pids) await until(isGone(pid));
  });

  it('by a signal to Python alone ends as well', async () => {
    const { python: child, pids } = await waiting();
    child.kill('SIGTERM');
    const [code] = (await once(child, 'exit')) as [number | null];
    expect(code).toBe(143);
    for (const pid of pids) await until(isGone(pid));
  });

  it('by killing Python leaves nothing behind', async () => {
    const { python: child, pids } = await waiting();
    child.kill('SIGKILL');
    for (const pid of pids) await until(isGone(pid));
  });
});
