/**
 * Takes the rules' pages to where editors look for them: each code with its title into the schema of `flowdeck.rules`
 * (package.json), so that settings.json completes it. Run after a rule came or went; a test tells when it was forgotten.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const pages = path.join(root, 'docs/rules');
const manifestFile = path.join(root, 'package.json');

const manifest = JSON.parse(readFileSync(manifestFile, 'utf8'));
const setting = manifest.contributes.configuration.properties['flowdeck.rules'];
const { additionalProperties: levels } = setting;
setting.properties = Object.fromEntries(
  readdirSync(pages)
    .sort()
    .map((file) => {
      const [, title] = /^# (.+)$/m.exec(readFileSync(path.join(pages, file), 'utf8')) ?? [];
      return [path.basename(file, '.md'), { description: `${title}.`, enum: levels.enum }];
    }),
);
writeFileSync(manifestFile, `${JSON.stringify(manifest, null, 2)}\n`);
