import { mkdir, mkdtemp, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { extract } from 'tar-stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatastore } from '../../../runner/datastore/datastore';
import { storeSnapshot, takeSnapshot } from '../../../runner/snapshot/codePackage';
import { limitsFor, type SourceLimits } from '../../../runner/snapshot/limits';
import { findSources } from '../../../runner/snapshot/sources';
import { tarOf } from '../../../runner/snapshot/tar';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'flowdeck-snapshot-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function write(name: string, text = name): Promise<void> {
  const file = path.join(folder, name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text);
}

const ample: SourceLimits = { files: 100, bytes: 1e6, folders: 100 };
const namesOf = async (limits: SourceLimits = ample, suffixes = ['.py']): Promise<string[]> => {
  const found = await findSources(folder, { suffixes, limits, always: 'flow.py' });
  return [...found.files.map(({ name }) => name), ...(found.cut ? [`cut: ${found.cut}`] : [])];
};

async function entriesOf(archive: Uint8Array): Promise<Map<string, string>> {
  const entries = new Map<string, string>();
  const reader = extract();
  reader.end(Buffer.from(archive));
  for await (const entry of reader) {
    const chunks: Buffer[] = [];
    for await (const chunk of entry) chunks.push(chunk as Buffer);
    entries.set(entry.header.name, Buffer.concat(chunks).toString());
    expect(entry.header.mtime.toISOString()).toBe('2019-12-03T00:00:00.000Z');
  }
  return entries;
}

describe('the code of a flow', () => {
  it('is what has the suffixes, in the folder and below', async () => {
    for (const name of ['flow.py', 'pkg/inner/a.py', 'pkg/table.csv', 'notes.md'])
      await write(name);
    expect(await namesOf()).toEqual(['flow.py', 'pkg/inner/a.py']);
    expect(await namesOf(ample, ['.py', '.csv'])).toContain('pkg/table.csv');
  });

  it('leaves out hidden files, caches, installed packages and virtual environments', async () => {
    for (const name of [
      'flow.py',
      '.hidden.py',
      '.metaflow/F/1.py',
      '.git/hook.py',
      '__pycache__/flow.py',
      'node_modules/x/y.py',
      'env/lib/z.py',
      'env/pyvenv.cfg',
    ]) {
      await write(name);
    }
    expect(await namesOf()).toEqual(['flow.py']);
  });

  it('takes the file of the flow along whatever it is called', async () => {
    await write('flow');
    const found = await findSources(folder, { suffixes: ['.py'], limits: ample, always: 'flow' });
    expect(found.files.map(({ name }) => name)).toEqual(['flow']);
  });

  it('follows links once, also those that lead back', async () => {
    await write('pkg/a.py');
    await symlink(folder, path.join(folder, 'pkg/back'));
    await symlink(path.join(folder, 'nowhere'), path.join(folder, 'dangling.py'));
    expect(await namesOf()).toEqual(['pkg/a.py']);
  });

  it('is cut where it is too much, nearest files first', async () => {
    for (const name of ['a.py', 'b.py', 'deep/c.py', 'deep/er/d.py']) await write(name);
    expect(await namesOf({ ...ample, files: 3 })).toEqual([
      'a.py',
      'b.py',
      'deep/c.py',
      'cut: files',
    ]);
    expect(await namesOf({ ...ample, folders: 2 })).toEqual([
      'a.py',
      'b.py',
      'deep/c.py',
      'cut: folders',
    ]);
    expect(await namesOf({ ...ample, bytes: 5 })).toEqual(['a.py', 'cut: bytes']);
  });

  it('may be little of a home directory, of a folder above it or of the whole disk', () => {
    const home = path.resolve('/home/someone');
    const [narrow, wide] = [limitsFor(home, home).folders, limitsFor('/elsewhere', home).folders];
    expect(narrow).toBeLessThan(wide);
    expect(limitsFor('/home', home).folders).toBe(narrow);
    expect(limitsFor('/', home).folders).toBe(narrow);
    expect(limitsFor(path.join(home, 'project'), home).folders).toBe(wide);
  });
});

describe('a code package', () => {
  const take = () =>
    takeSnapshot({ file: path.join(folder, 'flow.py'), user: 'me', cwd: folder, env: {} });
  const store = async () => {
    const ds = openDatastore(path.join(folder, '.metaflow'));
    return storeSnapshot(ds, 'MyFlow', await take());
  };

  it('holds the files and what the official client looks for, without times', async () => {
    await write('flow.py', 'the flow');
    await write('pkg/ü.py', 'a module');
    const { place, message } = await store();
    const entries = await entriesOf(gunzipSync(await readFile(place.location)));
    expect(entries.get('flow.py')).toBe('the flow');
    expect(entries.get('pkg/ü.py')).toBe('a module');
    expect(JSON.parse(entries.get('.mf_meta/INFO') ?? '')).toMatchObject({ script: 'flow.py' });
    expect(place.location.endsWith(`MyFlow/data/${place.sha.slice(0, 2)}/${place.sha}`)).toBe(true);
    expect(message.files['flow.py']).toMatchObject({ size: 8 });
    expect(message.archive).toBe(place.location);
  });

  it('has the same key for the same code at another time, and another for other code', async () => {
    await write('flow.py', 'one');
    const first = await store();
    await utimes(path.join(folder, 'flow.py'), 1, 1);
    expect((await store()).place.sha).toBe(first.place.sha);
    await write('flow.py', 'two');
    expect((await store()).place.sha).not.toBe(first.place.sha);
  });

  it('is made again when somebody deleted it', async () => {
    await write('flow.py');
    const first = await store();
    await rm(first.place.location);
    const second = await store();
    expect(second.place).toEqual(first.place);
    expect((await readFile(second.place.location)).length).toBeGreaterThan(0);
  });
});

describe('a tar archive', () => {
  it('is read with names of any length and letters', async () => {
    const long = `${'folder/'.repeat(40)}größe.py`;
    const files = [
      { name: 'short', bytes: Buffer.from('a') },
      { name: long, bytes: Buffer.from('b'.repeat(512)) },
      { name: 'empty', bytes: Buffer.alloc(0) },
    ];
    const entries = await entriesOf(tarOf(files, Date.UTC(2019, 11, 3) / 1000));
    expect([...entries]).toEqual(files.map(({ name, bytes }) => [name, bytes.toString()]));
  });
});
