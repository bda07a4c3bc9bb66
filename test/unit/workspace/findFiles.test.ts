import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findPythonFiles } from '../../../runner/workspace/findFiles';
import { modulePaths } from '../../../runner/workspace/modulePaths';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'flowdeck-find-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(file: string, text = 'from metaflow import FlowSpec\n'): void {
  const full = path.join(folder, file);
  mkdirSync(path.dirname(full), { recursive: true });
  writeFileSync(full, text);
}

async function found(mentions: readonly string[] = ['metaflow']): Promise<string[]> {
  const files = await findPythonFiles(folder, { mentions });
  return files.map((file) => path.relative(folder, file).split(path.sep).join('/'));
}

describe('finding files', () => {
  it('takes Python files that mention the text, in order', async () => {
    write('b.py');
    write('a/flow.py');
    write('plain.py', 'print(1)\n');
    write('notes.md');
    expect(await found()).toEqual(['a/flow.py', 'b.py']);
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

  it('finds a mention at the end of a long file, and passes over data', async () => {
    write('long.py', `${'x = 1\n'.repeat(100_000)}import metaflow\n`);
    write('data.py', `${'x = 1\n'.repeat(400_000)}import metaflow\n`);
    write('after.py');
    expect(await found()).toEqual(['after.py', 'long.py']);
  });

  it('finds nothing in a folder that is not there, or once it was aborted', async () => {
    write('flow.py');
    const gone = path.join(folder, 'gone');
    expect(await findPythonFiles(gone, { mentions: ['metaflow'] })).toEqual([]);
    const signal = AbortSignal.abort();
    expect(await findPythonFiles(folder, { mentions: ['metaflow'], signal })).toEqual([]);
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
