/** The runtime is typed as its users see it: Pyright, which Pylance is made of, over a flow that uses all of it, and over our flows. */
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

interface Diagnostic {
  readonly file: string;
  readonly severity: 'error' | 'warning' | 'information';
  readonly message: string;
  readonly rule?: string;
  readonly range: { readonly start: { readonly line: number } };
}

const root = path.resolve(import.meta.dirname, '../..');
const FOLDERS = { examples: 'examples', flows: 'test/flows', typing: 'test/fixtures/typing' };
let folder: string;
let found: readonly Diagnostic[];

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'flowdeck-pyright-'));
  found = await check(folder);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What it says in its standard mode, which is stricter than Pylance's own. */
async function check(project: string): Promise<readonly Diagnostic[]> {
  for (const [name, from] of Object.entries(FOLDERS)) {
    cpSync(path.join(root, from), path.join(project, name), { recursive: true });
  }
  const config = {
    // Some are wrong on purpose.
    exclude: ['flows/bad'],
    extraPaths: [path.join(root, 'runner/python')],
    typeCheckingMode: 'standard',
    pythonVersion: '3.12',
  };
  writeFileSync(path.join(project, 'pyrightconfig.json'), JSON.stringify(config));
  const pyright = createRequire(import.meta.url).resolve('pyright/index.js');
  // No interpreter: packages of this machine must make no difference.
  const args = [
    pyright,
    '--project',
    project,
    '--outputjson',
    '--pythonpath',
    '/nonexistent/python',
  ];
  const answer = await new Promise<string>((resolve, reject) => {
    execFile(process.execPath, args, { maxBuffer: 64 << 20 }, (error, stdout) => {
      // It exits with 1 when it has found something.
      if (error && stdout === '') reject(new Error('Pyright did not answer', { cause: error }));
      else resolve(stdout);
    });
  });
  const { generalDiagnostics, summary } = JSON.parse(answer) as {
    readonly generalDiagnostics: readonly Diagnostic[];
    readonly summary: { readonly filesAnalyzed: number };
  };
  expect(summary.filesAnalyzed).toBeGreaterThan(30);
  return generalDiagnostics;
}

function problems(where: keyof typeof FOLDERS): readonly string[] {
  return found
    .filter(({ file, severity }) => {
      return file.startsWith(path.join(folder, where)) && severity !== 'information';
    })
    .map(
      ({ file, range, rule, message }) =>
        `${path.relative(folder, file)}:${range.start.line + 1} ${rule ?? ''} ${message}`,
    );
}

it('gives the names of metaflow the types that people expect', () => {
  expect(problems('typing')).toEqual([]);
});

it('finds nothing to say about the examples', () => {
  expect(problems('examples')).toEqual([]);
});

it('finds every import of the test flows, and every attribute of a class that is a flow', () => {
  const about = problems('flows').filter((line) => /Import|AttributeAccess/.test(line));
  // These ask for what no type says: an attribute of any Exception, mix-ins that are no flows by themselves.
  const untold = /class "(Exception|Plain\*|Reporting\*)"/;
  expect(about.filter((line) => !untold.test(line))).toEqual([]);
});
