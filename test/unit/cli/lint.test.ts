/** What `flowdeck lint` looks at, says and mends in real folders. */
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { LintReport } from '../../../runner/cli/lint/finding';
import { lint, type LintRequest } from '../../../runner/cli/lint/lint';
import type { PythonParser } from '../../../runner/analysis/source/parser';
import { pythonParser } from '../analysis/snippet';

let parser: PythonParser;
let folder: string;
beforeAll(async () => {
  parser = await pythonParser();
});
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'flowdeck-lint-'));
  mkdirSync(path.join(folder, '.git'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const GOOD = `from metaflow import FlowSpec, step
class Good(FlowSpec):
    @step
    def start(self):
        self.next(self.end)
    @step
    def end(self):
        pass
Good()
`;
/** `unknown-step` in line 5, and a safe fix for it. */
const TYPO = GOOD.replace('self.end', 'self.edn');

function write(file: string, text: string | Buffer): string {
  const full = path.join(folder, file);
  mkdirSync(path.dirname(full), { recursive: true });
  writeFileSync(full, text);
  return full;
}

const read = (file: string): string => readFileSync(path.join(folder, file), 'utf8');

function check(request: Partial<LintRequest> = {}): Promise<LintReport> {
  return lint({ paths: [], cwd: folder, fix: false, severities: {}, ...request }, parser);
}

/** `file:line:column severity code`. */
async function said(request: Partial<LintRequest> = {}): Promise<string[]> {
  const { findings } = await check(request);
  return findings.map(
    ({ file, line, column, severity, code }) =>
      `${path.relative(folder, file)}:${line}:${column} ${severity} ${code}`,
  );
}

describe('what is looked at', () => {
  it('is the current folder when nothing is named', async () => {
    write('a/flow.py', TYPO);
    write('good.py', GOOD);
    const report = await check();
    expect(report).toMatchObject({ files: 2, flows: 2, problems: [] });
    expect(await said()).toEqual(['a/flow.py:5:24 error unknown-step']);
  });

  it('is what is named, even where a search would pass it over', async () => {
    write('.gitignore', 'build/\n');
    write('build/flow.py', TYPO);
    write('.hidden/flow.py', TYPO);
    write('other.py', TYPO);
    expect(await said({ paths: ['build'] })).toEqual(['build/flow.py:5:24 error unknown-step']);
    const file = '.hidden/flow.py';
    expect(await said({ paths: [file] })).toEqual([`${file}:5:24 error unknown-step`]);
  });

  it('is each file once, however often it is named', async () => {
    write('a/flow.py', TYPO);
    expect(await said({ paths: ['a/flow.py', 'a', '.'] })).toHaveLength(1);
  });

  it('is nothing that is not there', async () => {
    await expect(check({ paths: ['gone.py'] })).rejects.toMatchObject({ code: 'argument-path' });
  });

  it('judges a class that is only a base by its heirs anywhere in the repository', async () => {
    const base = `from metaflow import FlowSpec, step
class Base(FlowSpec):
    @step
    def start(self):
        self.next(self.work)
`;
    write('common/base.py', base);
    expect(await said({ paths: ['common/base.py'] })).not.toEqual([]);
    write(
      'flows/heir.py',
      `from common.base import Base as B
from metaflow import step
class Middle(B):
    @step
    def work(self):
        self.next(self.end)
`,
    );
    write(
      'flows/last.py',
      `from heir import Middle
from metaflow import step as s
class Last(Middle):
    @s
    def end(self):
        pass
Last()
`,
    );
    expect(await said({ paths: ['common/base.py'] })).toEqual([]);
    expect(await check()).toMatchObject({ findings: [], files: 3, flows: 3 });
  });

  it('tells of files that it passes over, and goes on', async () => {
    const long = write('long.py', `${TYPO}${'x = 1\n'.repeat(400_000)}`);
    const text = write('notes.txt', 'hello');
    const bytes = write(
      'bytes.py',
      Buffer.from(TYPO.replace('Good()', '# \xe9\nGood()'), 'latin1'),
    );
    const { problems, findings } = await check({ paths: [long, text, bytes] });
    expect(problems.map(({ file }) => path.basename(file))).toEqual([
      ...['long.py', 'notes.txt', 'bytes.py'],
    ]);
    expect(findings.map(({ file }) => file)).toEqual([bytes]);
    expect((await check()).problems.map(({ file }) => file)).toContain(long);
  });

  it.each([
    ['in brackets', 'self.x = D', (n: number) => '['.repeat(n) + ']'.repeat(n)],
    ['in open brackets', 'self.x = D', (n: number) => '('.repeat(n)],
    ['in a sum', 'self.x = D', (n: number) => `${'1 + '.repeat(n)}1`],
    ['in attributes', 'self.x = aD', (n: number) => '.a'.repeat(n)],
    ['in calls', 'self.x = f(D)', (n: number) => `${'f('.repeat(n)}${')'.repeat(n)}`],
  ])('survives what is nested deeply %s', async (_name, line, nested) => {
    const deep = nested(20_000);
    const text = (old: string, fresh: string): string =>
      TYPO.replace(old, fresh.replace('D', deep));
    write('body.py', text('pass', line));
    write('next.py', text('self.edn', 'self.edn, D'));
    write('decorator.py', text('    @step', '    @resources(cpu=D)\n    @step'));
    write('member.py', text('    @step', "    p = Parameter('p', default=D)\n    @step"));
    write('base.py', text('(FlowSpec)', '(FlowSpec, D)'));
    write('top.py', text('class', `${line.replace('self.', '')}\nclass`));
    write('other.py', TYPO);
    const { findings, flows } = await check();
    expect(findings.map(({ file }) => path.basename(file))).toContain('other.py');
    expect(flows).toBeGreaterThan(4);
  });
});

describe('backslashes at the ends of lines', () => {
  it('mean nothing', async () => {
    write('flow.py', CONTINUED);
    expect(await said()).toEqual([]);
  });
});

/** Valid Python, and a flow that runs. */
const CONTINUED = String.raw`from metaflow import FlowSpec, \
    step, resources, \
    Parameter
class F(\
        FlowSpec):
    a = Parameter('x', \
        default=3)
    @resources(cpu=1, \
        memory=100)
    @step
    def start(self):
        items = [1, \
            2]
        self.next(self.a1, \
            self.b1)
    @step
    def a1(self):
        self.next(self.j)
    @step
    def b1(self):
        q = 1; \
        self.next(self.j)
    @step
    def j(self, \
          inputs):
        self.merge_artifacts(inputs, \
            exclude=['x', \
                'y'])
        self.next \
            (self.split)
    @step
    def split(self):
        self.items = [1, \
            2]
        self.next(self.f, foreach=\
            'items')
    @step
    def f(self):
        self.next( \
            self.k)
    @step
    def k(self, inputs):
        self.next(self.end)
    @step
    def end(self):
        pass
F()`;

describe('places', () => {
  it('count characters, not UTF-16 units, and ends of lines and marks do not matter', async () => {
    write('flow.py', TYPO.replace('self.next(', "x = '😀é'; self.next(").replaceAll('\n', '\r\n'));
    write('marked.py', `\uFEFF${TYPO}`);
    expect(await said()).toEqual([
      'flow.py:5:34 error unknown-step',
      'marked.py:5:24 error unknown-step',
    ]);
  });
});

describe('settings', () => {
  it('come from the nearest pyproject.toml that has some; the command line wins', async () => {
    write('pyproject.toml', '[tool.flowdeck.rules]\nunknown-step = "warning"\n');
    write('flow.py', TYPO);
    write('inner/pyproject.toml', '[project]\nname = "inner"\n');
    write('inner/flow.py', TYPO);
    write('own/pyproject.toml', '[tool.flowdeck.rules]\nunknown-step = "off"\n');
    write('own/flow.py', TYPO);
    expect(await said()).toEqual([
      'flow.py:5:24 warning unknown-step',
      'inner/flow.py:5:24 warning unknown-step',
    ]);
    expect(await said({ paths: ['own'], severities: { 'unknown-step': 'hint' } })).toEqual([
      'own/flow.py:5:24 hint unknown-step',
    ]);
  });

  it('leave files out, also those that are named', async () => {
    write('pyproject.toml', '[tool.flowdeck]\nexclude = ["generated/", "*_old.py"]\n');
    for (const file of ['generated/flow.py', 'flow_old.py', 'flow.py']) write(file, TYPO);
    expect(await said()).toEqual(['flow.py:5:24 error unknown-step']);
    expect(await said({ paths: ['flow_old.py'] })).toEqual([]);
  });

  it.each([
    ['[tool.flowdeck.rules]\nunknown-step = "loud"', /rules\.unknown-step is none of/],
    ['[tool.flowdeck]\nrules = 1\nexclude = "x"', /rules is no table/],
    ['[tool.flowdeck.rules\n', /^line 1: /],
  ])('that are wrong are told, and left out', async (toml, message) => {
    write('pyproject.toml', toml);
    write('flow.py', TYPO);
    const { problems, findings } = await check();
    expect(problems[0]).toMatchObject({ file: path.join(folder, 'pyproject.toml') });
    expect(problems[0]?.message).toMatch(message);
    expect(findings).toHaveLength(1);
  });
});

describe('--fix', () => {
  it('mends what is safe and says so', async () => {
    const file = write('flow.py', TYPO);
    expect((await check()).findings[0]?.fixable).toBe(true);
    const report = await check({ fix: true });
    expect(report.findings).toEqual([]);
    expect(report.applied).toMatchObject([{ file, code: 'unknown-step' }]);
    expect(read('flow.py')).toBe(GOOD);
    expect((await check({ fix: true })).applied).toEqual([]);
  });

  it('keeps the ends of lines, the mark, the encoding, the permissions and links', async () => {
    const windows = write('windows.py', `\uFEFF${TYPO.replaceAll('\n', '\r\n')}`);
    chmodSync(windows, 0o755);
    const old = TYPO.replace('pass', "x = 'é'");
    const latin = write('latin.py', Buffer.from(`# coding: latin-1\n${old}`, 'latin1'));
    symlinkSync('latin.py', path.join(folder, 'link.py'));
    await check({ fix: true, paths: ['windows.py', 'link.py'] });
    expect(read('windows.py')).toBe(`\uFEFF${GOOD.replaceAll('\n', '\r\n')}`);
    expect(statSync(windows).mode & 0o777).toBe(0o755);
    expect(lstatSync(path.join(folder, 'link.py')).isSymbolicLink()).toBe(true);
    const mended = `# coding: latin-1\n${old.replace('edn', 'end')}`;
    expect(readFileSync(latin)).toEqual(Buffer.from(mended, 'latin1'));
  });

  it('leaves alone what it could not write back as it was', async () => {
    const bytes = Buffer.from(`# coding: shift_jis\n${TYPO}# \x83\x41\n`, 'latin1');
    const file = write('japanese.py', bytes);
    const { problems, findings, applied } = await check({ fix: true });
    expect(problems.map((each) => [each.file, each.message.includes('shift_jis')])).toEqual([
      [file, true],
    ]);
    expect([findings.length, applied.length]).toEqual([1, 0]);
    expect(readFileSync(file)).toEqual(bytes);
  });
});
