import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { LocalStorage } from '../../../runner/datastore/storage/local';
import { unwritable } from '../../../runner/datastore/storage/failures';
import { temporaryFolders } from './temporary';

const newFolder = temporaryFolders();
const textOf = (bytes: Uint8Array | undefined): string | undefined =>
  bytes && Buffer.from(bytes).toString();

describe('local storage', () => {
  it('writes, reads, measures, lists and removes', async () => {
    const storage = new LocalStorage(newFolder());
    await storage.write('a/b/c.txt', 'hello world');
    expect(textOf(await storage.read('a/b/c.txt'))).toBe('hello world');
    expect(textOf(await storage.readRange('a/b/c.txt', 6, 3))).toBe('wor');
    expect(textOf(await storage.readRange('a/b/c.txt', 6, 300))).toBe('world');
    expect(textOf(await storage.readRange('a/b/c.txt', 60, 3))).toBe('');
    expect(await storage.stat('a/b/c.txt')).toMatchObject({ key: 'a/b/c.txt', size: 11 });
    expect(await storage.list('a')).toEqual({ names: [], folders: ['b'] });
    expect(await storage.list('a/b')).toEqual({ names: ['c.txt'], folders: [] });
    await storage.remove('a/b/c.txt');
    await storage.remove('a/b/c.txt');
    expect(await storage.read('a/b/c.txt')).toBeUndefined();
  });

  it('takes what is missing for an answer', async () => {
    const storage = new LocalStorage(path.join(newFolder(), 'nowhere'));
    expect(await storage.read('x')).toBeUndefined();
    expect(await storage.readRange('x', 0, 1)).toBeUndefined();
    expect(await storage.stat('x')).toBeUndefined();
    expect(await storage.list('')).toEqual({ names: [], folders: [] });
  });

  it('replaces an object, or leaves it when told to', async () => {
    const storage = new LocalStorage(newFolder());
    await storage.write('x', 'old');
    await storage.write('x', 'kept?', { ifAbsent: true });
    expect(textOf(await storage.read('x'))).toBe('old');
    await storage.write('x', 'new');
    expect(textOf(await storage.read('x'))).toBe('new');
  });

  it('lets readers see the old object or the new one, never a part', async () => {
    const storage = new LocalStorage(newFolder());
    const texts = ['a', 'b'].map((letter) => letter.repeat(200_000));
    await storage.write('x', texts[0] ?? '');
    const writes = (async () => {
      for (let i = 0; i < 40; i += 1) await storage.write('x', texts[i % 2] ?? '');
    })();
    for (let i = 0; i < 40; i += 1) expect(texts).toContain(textOf(await storage.read('x')));
    await writes;
  });

  it('leaves nothing behind when a write fails', async () => {
    const root = newFolder();
    const storage = new LocalStorage(root);
    await storage.write('folder/x', '');
    await expect(storage.write('folder', 'a file where a folder is')).rejects.toMatchObject({
      code: 'storage-unwritable',
    });
    expect(readdirSync(root)).toEqual(['folder']);
  });

  it('says what to do when a file stands where a folder is needed', async () => {
    const root = newFolder();
    writeFileSync(path.join(root, 'file'), '');
    await expect(new LocalStorage(root).write('file/x', '')).rejects.toMatchObject({
      code: 'storage-unwritable',
      remedy: expect.stringContaining('A file stands') as string,
    });
  });

  it.each([
    ['ENOSPC', 'The disk is full'],
    ['EROFS', 'read-only'],
    ['EACCES', 'may not write'],
  ])('explains %s', (code, remedy) => {
    const error = unwritable('/x', Object.assign(new Error(code), { code }));
    expect(error).toMatchObject({ code: 'storage-unwritable', where: { file: '/x' } });
    expect(error.remedy).toContain(remedy);
  });

  it.each(['../x', 'a/../../x', '/etc/passwd', 'a//b', ''])('refuses the key %j', async (key) => {
    const storage = new LocalStorage(newFolder());
    await expect(storage.read(key)).rejects.toMatchObject({ code: 'key-invalid' });
  });

  it('stops when asked', async () => {
    const storage = new LocalStorage(newFolder());
    await storage.write('x', '');
    await expect(storage.read('x', AbortSignal.abort(new Error('enough')))).rejects.toThrow();
  });
});
