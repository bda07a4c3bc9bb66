import { randomBytes } from 'node:crypto';
import { readdirSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { blobKey, readBlob, readBlobStart, writeBlob } from '../../../runner/datastore/cas';
import { blob, blobMeta } from '../../../runner/datastore/layout';
import { LocalStorage } from '../../../runner/datastore/storage/local';
import { temporaryFolders } from './temporary';

const newFolder = temporaryFolders();
const bytesOf = (text: string): Uint8Array => Buffer.from(text);

function newStore(): { storage: LocalStorage; fileOf: (key: string) => string } {
  const root = newFolder();
  return { storage: new LocalStorage(root), fileOf: (key) => path.join(root, blob('F', key)) };
}

describe('the content-addressed store', () => {
  it('names a blob by the sha1 of its bytes and keeps it once', async () => {
    const { storage, fileOf } = newStore();
    const key = await writeBlob(storage, 'F', bytesOf('hello'));
    expect(key).toBe('aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d');
    const before = statSync(fileOf(key)).ino;
    expect(await writeBlob(storage, 'F', bytesOf('hello'))).toBe(key);
    expect(statSync(fileOf(key)).ino).toBe(before);
    expect(readdirSync(path.dirname(fileOf(key)))).toEqual([key]);
    expect(await readBlob(storage, 'F', key)).toEqual(Buffer.from('hello'));
  });

  it('keeps raw bytes as they are and says so beside them, gzip files too', async () => {
    const { storage } = newStore();
    const archive = gzipSync('code');
    const key = await writeBlob(storage, 'F', archive, { raw: true });
    expect(Buffer.from((await storage.read(blob('F', key))) ?? [])).toEqual(archive);
    const header = Buffer.from((await storage.read(blobMeta('F', key))) ?? []).toString();
    expect(JSON.parse(header)).toEqual({ cas_raw: true, cas_version: 1 });
    expect(Buffer.from(await readBlob(storage, 'F', key))).toEqual(archive);
  });

  it('reads several gzip members and stored blocks', async () => {
    const { storage } = newStore();
    const parts = [randomBytes(100_000), Buffer.alloc(50_000, 1)];
    const bytes = Buffer.concat(parts);
    const packed = Buffer.concat([
      gzipSync(parts[0] ?? '', { level: 0 }),
      gzipSync(parts[1] ?? ''),
    ]);
    const key = blobKey(bytes);
    await storage.write(blob('F', key), packed);
    expect(Buffer.compare(await readBlob(storage, 'F', key), bytes)).toBe(0);
    const start = await readBlobStart(storage, 'F', key, 120_000);
    expect(start.complete).toBe(false);
    expect(Buffer.compare(start.bytes, bytes.subarray(0, 120_000))).toBe(0);
  });

  it.each([0, 1, 1000, 999_999, 1_000_000, 2_000_000])(
    'reads the first %i bytes',
    async (limit) => {
      const { storage } = newStore();
      const bytes = Buffer.concat([randomBytes(500_000), Buffer.alloc(500_000, 7)]);
      const key = await writeBlob(storage, 'F', bytes);
      const start = await readBlobStart(storage, 'F', key, limit);
      expect(Buffer.compare(start.bytes, bytes.subarray(0, limit))).toBe(0);
      expect(start.complete).toBe(limit >= bytes.length);
    },
  );

  it('is not filled up by a blob that inflates to much more', async () => {
    const { storage } = newStore();
    const key = await writeBlob(storage, 'F', Buffer.alloc(50_000_000));
    expect((await readBlobStart(storage, 'F', key, 1000)).bytes.length).toBe(1000);
  });

  it('names the blob that is missing', async () => {
    const { storage } = newStore();
    const key = blobKey(bytesOf('x'));
    const missing = { code: 'blob-missing', message: expect.stringContaining(key) as string };
    await expect(readBlob(storage, 'F', key)).rejects.toMatchObject(missing);
    await expect(readBlobStart(storage, 'F', key, 10)).rejects.toMatchObject(missing);
  });

  it('notices a blob that was cut off or altered', async () => {
    const { storage, fileOf } = newStore();
    const key = await writeBlob(storage, 'F', randomBytes(10_000));
    truncateSync(fileOf(key), 5000);
    const damaged = { code: 'blob-damaged', message: expect.stringContaining(key) as string };
    await expect(readBlob(storage, 'F', key)).rejects.toMatchObject(damaged);
    await expect(readBlobStart(storage, 'F', key, 100_000)).rejects.toMatchObject(damaged);
    writeFileSync(fileOf(key), gzipSync('something else'));
    await expect(readBlob(storage, 'F', key)).rejects.toMatchObject(damaged);
  });

  it('takes nothing but a key for a key', async () => {
    const { storage } = newStore();
    await expect(readBlob(storage, 'F', '../../secret')).rejects.toMatchObject({
      code: 'blob-damaged',
    });
  });

  it('says when a blob is of a newer form', async () => {
    const { storage } = newStore();
    const key = blobKey(bytesOf('x'));
    await storage.write(blob('F', key), 'packed in another way');
    await storage.write(blobMeta('F', key), '{"cas_raw": false, "cas_version": 2}');
    await expect(readBlob(storage, 'F', key)).rejects.toMatchObject({ code: 'blob-unsupported' });
  });
});
