/** `npm run package`: builds for release and packs flowdeck.vsix, then says how large each part is. Fails above the limits. */
import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { createVSIX, listFiles } from '@vscode/vsce';

const root = path.resolve(import.meta.dirname, '..');
const KB = 1000;
/** Bytes that a part may have: what a person downloads and what an editor loads at its start. */
const LIMITS = {
  'dist/extension.cjs': 250 * KB,
  'dist/webviews/run.js': 600 * KB,
  'flowdeck.vsix': 6000 * KB,
};

execFileSync(process.execPath, [path.join(root, 'scripts/build.mjs'), '--production'], {
  stdio: 'inherit',
});
const vsix = path.join(root, 'flowdeck.vsix');
await createVSIX({ cwd: root, dependencies: false, packagePath: vsix });

const packed = await listFiles({ cwd: root, dependencies: false });
console.log(`${packed.length} files in flowdeck.vsix`);
const tooLarge = Object.entries(LIMITS).filter(([name, limit]) => {
  const { size } = statSync(path.join(root, name));
  console.log(`${name}: ${(size / KB).toFixed(0)} kB of at most ${limit / KB} kB`);
  return size > limit;
});
const chunks = path.join(root, 'dist/chunks');
const runner = readdirSync(chunks).reduce(
  (sum, name) => sum + statSync(path.join(chunks, name)).size,
  0,
);
console.log(`dist/chunks: ${(runner / KB).toFixed(0)} kB in all`);
if (tooLarge.length > 0) throw new Error(`Too large: ${tooLarge.map(([name]) => name).join(', ')}`);
