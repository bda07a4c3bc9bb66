/**
 * The one build script: every bundle into dist/. `--watch` builds again on change, `--production` minifies.
 *
 *   dist/flowdeck.js, dist/chunks/   the command, the service and the runs (ESM, split: what is not used is not loaded)
 *   dist/python/metaflow/            the Python runtime
 *   dist/extension.cjs               the extension's entry
 *   dist/language-client.cjs         its part that speaks to the language server, loaded when that starts
 *   dist/language-server.cjs         the language server, with its two .wasm files in dist/wasm/
 *   dist/webviews/<page>.js, .css    one bundle a page, dist/webviews/codicon.*
 */
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import * as esbuild from 'esbuild';

const root = path.resolve(import.meta.dirname, '..');
const dist = path.resolve(root, process.env.FLOWDECK_DIST ?? 'dist');
const watch = process.argv.includes('--watch');
const production = process.argv.includes('--production');
const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));

const common = {
  absWorkingDir: root,
  bundle: true,
  minify: production,
  sourcemap: production ? false : 'linked',
  logLevel: 'warning',
  define: { FLOWDECK_VERSION: JSON.stringify(version) },
  legalComments: 'none',
};
const node = { ...common, platform: 'node', target: 'node20' };

const builds = [
  {
    ...node,
    entryPoints: { flowdeck: 'runner/cli/main.ts' },
    outdir: dist,
    format: 'esm',
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    // CommonJS dependencies call require() for Node's own modules.
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
  },
  {
    ...node,
    entryPoints: {
      extension: 'extension/main.ts',
      // A bundle of its own: the client library is larger than all the rest, and not needed at the start.
      'language-client': 'extension/languageClient.ts',
      'language-server': 'language-server/server.ts',
    },
    outdir: dist,
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
    external: ['vscode'],
    // web-tree-sitter asks where it is; CommonJS has no import.meta.
    define: { ...common.define, 'import.meta.url': '__importMetaUrl' },
    banner: { js: "const __importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
  },
  {
    ...common,
    platform: 'browser',
    target: 'es2022',
    entryPoints: { run: 'webviews/run/main.ts' },
    outdir: path.join(dist, 'webviews'),
    format: 'iife',
    loader: { '.ttf': 'file' },
    assetNames: '[name]',
  },
].filter((build) =>
  Object.values(build.entryPoints).every((file) => existsSync(path.join(root, file))),
);

function copyAssets() {
  cpSync(path.join(root, 'runner/python/metaflow'), path.join(dist, 'python/metaflow'), {
    recursive: true,
    filter: (source) => !source.includes('__pycache__'),
  });
  mkdirSync(path.join(dist, 'wasm'), { recursive: true });
  for (const file of [
    'web-tree-sitter/web-tree-sitter.wasm',
    'tree-sitter-python/tree-sitter-python.wasm',
  ]) {
    cpSync(path.join(root, 'node_modules', file), path.join(dist, 'wasm', path.basename(file)));
  }
}

rmSync(dist, { recursive: true, force: true });
copyAssets();
if (watch) {
  for (const build of builds) await (await esbuild.context(build)).watch();
} else {
  await Promise.all(builds.map((build) => esbuild.build(build)));
}
