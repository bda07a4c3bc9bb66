import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findPythonFiles, look, type FindOptions } from '../../../runner/workspace/findFiles';
import { modulePaths } from '../../../runner/workspace/modulePaths';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'flowdeck-find-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const FLOW = 'from metaflow import FlowSpec\nclass F(FlowSpec):\n    pass\n';

function write(file: string, text: string | Buffer = FLOW): void {
  const full = path.join(folder, file);
  mkdirSync(path.dirname(full), { recursive: true });
  writeFileSync(full, text);
}

async function found(options: FindOptions = {}): Promise<string[]> {
  const { files } = await findPythonFiles(folder, options);
  return [...files.keys()].map((file) => path.relative(folder, file).split(path.sep).join('/'));
}

describe('finding files', () => {
  it('takes Python files whose classes may be flows, in order', async () => {
    write('b.py');
    write('a/flow.py');
    write('plain.py', 'print(1)\n');
    write('user.py', 'from metaflow import FlowSpec\n');
    write('notes.md');
    expect(await found()).toEqual(['a/flow.py', 'b.py']);
  });

  it('tells what other classes may build on, import aliases undone', async () => {
    write('heir.py', 'from a.b import Base as B\nclass Heir(mixins.M,\n    B[int]): pass\n');
    write('plain.py', 'class Plain: pass\nclass Sub(Exception): pass\n');
    const { files } = await findPythonFiles(folder);
    expect([...files.values()]).toEqual([{ flow: false, bases: ['mixins', 'M', 'B', 'Base'] }]);
  });

  it('leaves out environments, hidden folders and what others installed', async () => {
    for (const file of [
      'node_modules/x/flow.py',
      '.hidden/flow.py',
      '.metaflow/F/1/flow.py',
      'venv/lib/flow.py',
      'lib/site-packages/flow.py',
      '__pycache__/flow.py',
    ]) {
      write(file);
    }
    write('my-env/pyvenv.cfg', '');
    write('my-env/lib/flow.py');
    write('flow.py');
    expect(await found()).toEqual(['flow.py']);
  });

  it('follows .gitignore, the innermost one that says something', async () => {
    write('.gitignore', 'build/\n*_old.py\n');
    write('build/flow.py');
    write('flow_old.py');
    write('keep/.gitignore', '!kept_old.py\n/own.py\n');
    write('keep/kept_old.py');
    write('keep/own.py');
    write('keep/deep/own.py');
    expect(await found()).toEqual(['keep/deep/own.py', 'keep/kept_old.py']);
  });

  it('ends on links that lead round in a circle', async () => {
    write('a/flow.py');
    symlinkSync(folder, path.join(folder, 'a/loop'), 'dir');
    symlinkSync(path.join(folder, 'nowhere.py'), path.join(folder, 'broken.py'));
    expect(await found()).toEqual(['a/flow.py']);
  });

  it('obeys the rules of the repository around the folder, unless they leave out the folder itself', async () => {
    write('.git/HEAD', '');
    write('.gitignore', 'old_*.py\n/built/\n');
    write('sub/old_flow.py');
    write('sub/flow.py');
    write('built/old_flow.py');
    const inside = async (name: string): Promise<string[]> => {
      const { files } = await findPythonFiles(path.join(folder, name));
      return [...files.keys()].map((file) => path.basename(file));
    };
    expect(await inside('sub')).toEqual(['flow.py']);
    expect(await inside('built')).toEqual(['old_flow.py']);
  });

  it.each([
    [['**/gen'], ['flow.py', 'kept/a.py']],
    [['gen'], ['flow.py', 'kept/a.py', 'kept/gen/flow.py']],
    [['**/{gen,kept}'], ['flow.py']],
    [['*.py'], ['gen/flow.py', 'kept/a.py', 'kept/gen/flow.py']],
    [
      ['kept/[ab].py', 'gen/**'],
      ['flow.py', 'kept/gen/flow.py'],
    ],
  ])('leaves out what the globs %s of the editor exclude', async (exclude, left) => {
    for (const file of ['flow.py', 'gen/flow.py', 'kept/a.py', 'kept/gen/flow.py']) write(file);
    expect(await found({ exclude })).toEqual(left);
  });

  it.skipIf(process.platform === 'win32')('does not wait for pipes', async () => {
    execFileSync('mkfifo', [path.join(folder, 'pipe.py')]);
    symlinkSync('pipe.py', path.join(folder, 'link.py'));
    write('x.py/flow.py');
    expect(await found()).toEqual(['x.py/flow.py']);
  });

  it('finds a mention at the end of a long file, and tells of those that are taken for data', async () => {
    write('long.py', `${'x = 1\n'.repeat(100_000)}${FLOW}`);
    write('data.py', `${FLOW}${'x = 1\n'.repeat(400_000)}`);
    write('after.py');
    const { files, tooLong } = await findPythonFiles(folder);
    expect([...files.keys(), '/', ...tooLong].map((file) => path.basename(file))).toEqual([
      ...['after.py', 'long.py', '', 'data.py'],
    ]);
  });

  it('finds nothing in a folder that is not there, or once it was aborted', async () => {
    write('flow.py');
    expect((await findPythonFiles(path.join(folder, 'gone'))).files.size).toBe(0);
    expect(await found({ signal: AbortSignal.abort() })).toEqual([]);
    expect(look(path.join(folder, 'gone.py'))).toBeUndefined();
  });
});

describe('where a module may be', () => {
  const paths = (name: string, from = '/w/pkg/sub/flow.py'): string[] =>
    modulePaths(name, from, ['/w']);

  it('is beside the file first, then above it up to the folder, then in src', () => {
    expect(paths('base').filter((file) => file.endsWith('base.py'))).toEqual([
      '/w/pkg/sub/base.py',
      '/w/pkg/base.py',
      '/w/base.py',
      '/w/src/base.py',
    ]);
  });

  it('is a file or a package', () => {
    expect(modulePaths('a.b', '/x/flow.py', [])).toEqual(['/x/a/b.py', '/x/a/b/__init__.py']);
  });

  it('is where the dots say', () => {
    expect(paths('.base')).toEqual(['/w/pkg/sub/base.py', '/w/pkg/sub/base/__init__.py']);
    expect(paths('..common.base')[0]).toBe('/w/pkg/common/base.py');
    expect(paths('.')).toEqual(['/w/pkg/sub/__init__.py']);
  });
});
