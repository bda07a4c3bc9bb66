/**
 * The content-addressed store of a flow: a blob's key is the sha1 of its uncompressed bytes. Artifacts lie gzipped
 * (any number of gzip members, stored blocks included); raw blobs (code packages) as they are, with a `_meta` file that says so.
 */
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { FlowdeckError } from '../errors';
import { inflateStart, isGzip } from './inflate';
import { numberOf, readJsonObject } from './jsonFiles';
import * as layout from './layout';
import { readSmall } from './smallFiles';
import type { Storage } from './storage/storage';

const gzipBytes = promisify(gzip);
const gunzipBytes = promisify(gunzip);

/** Metaflow's choice: beyond it, time grows faster than size shrinks. */
const GZIP_LEVEL = 3;
const CAS_VERSION = 1;
/** Compressed bytes that a look at a blob's beginning reads first; four times as many each time that this was too little. */
const FIRST_READ = 64 * 1024;

export function blobKey(bytes: Uint8Array): string {
  return createHash('sha1').update(bytes).digest('hex');
}

/**
 * Stores bytes unless they are there already.
 * @returns the key. @throws FlowdeckError `storage-unwritable`.
 */
export async function writeBlob(
  storage: Storage,
  flow: string,
  bytes: Uint8Array,
  options: { readonly raw?: boolean } = {},
): Promise<string> {
  const key = blobKey(bytes);
  const place = layout.blob(flow, key);
  if ((await storage.stat(place)) !== undefined) return key;
  if (options.raw === true) {
    // First, so that nobody sees the blob without the header that it needs.
    const header = JSON.stringify({ cas_raw: true, cas_version: CAS_VERSION });
    await storage.write(layout.blobMeta(flow, key), header);
    await storage.write(place, bytes);
  } else {
    await storage.write(place, await gzipBytes(bytes, { level: GZIP_LEVEL }));
  }
  return key;
}

/** A blob that is known to be small, at once. @throws FlowdeckError `blob-missing`, `blob-damaged`. */
export async function readSmallBlob(
  storage: Storage,
  flow: string,
  key: string,
): Promise<Uint8Array> {
  const stored = await readSmall(storage, blobPlace(flow, key));
  if (stored === undefined) throw missing(flow, key);
  const start = isGzip(stored)
    ? await inflateStart(stored, Infinity)
    : { bytes: stored, ended: true };
  if (start?.ended !== true) throw damaged(flow, key);
  return start.bytes;
}

export interface BlobStart {
  readonly bytes: Uint8Array;
  /** Nothing follows these bytes. */
  readonly complete: boolean;
}

/**
 * The uncompressed bytes of a blob, checked against its key; with `limit` at most so many from its beginning, unchecked.
 * @throws FlowdeckError `blob-missing`, `blob-damaged`, `blob-unsupported`; they name the key.
 */
export async function readBlob(
  storage: Storage,
  flow: string,
  key: string,
  options: { readonly limit?: number; readonly signal?: AbortSignal } = {},
): Promise<Uint8Array> {
  const { limit, signal } = options;
  if (limit !== undefined) return (await readBlobStart(storage, flow, key, limit, signal)).bytes;
  const stored = await storage.read(blobPlace(flow, key), signal);
  if (stored === undefined) throw missing(flow, key);
  const bytes = await unpack(stored, key);
  if (bytes !== undefined) return bytes;
  await checkVersion(storage, flow, key, signal);
  throw damaged(flow, key);
}

/**
 * The beginning of a blob; reads and inflates little more than it returns. For artifacts: a raw blob that is itself
 * a gzip file (a code package) would be inflated too.
 */
export async function readBlobStart(
  storage: Storage,
  flow: string,
  key: string,
  limit: number,
  signal?: AbortSignal,
): Promise<BlobStart> {
  const place = blobPlace(flow, key);
  for (let length = Math.min(FIRST_READ, limit + 1024); ; length *= 4) {
    const stored = await storage.readRange(place, 0, length, signal);
    if (stored === undefined) throw missing(flow, key);
    const atEnd = stored.length < length;
    const start = isGzip(stored)
      ? await inflateStart(stored, limit)
      : { bytes: stored.subarray(0, limit), ended: stored.length <= limit };
    if (start === undefined) throw damaged(flow, key);
    if (atEnd && !start.ended && start.bytes.length < limit) throw damaged(flow, key);
    if (atEnd || start.bytes.length >= limit) {
      return { bytes: start.bytes, complete: atEnd && start.ended };
    }
  }
}

/** A record may name anything; only a real key becomes a path. */
function blobPlace(flow: string, key: string): string {
  if (layout.isBlobKey(key)) return layout.blob(flow, key);
  throw new FlowdeckError({
    code: 'blob-damaged',
    message: `“${key}” is not the key of a blob of ${flow}`,
    remedy: 'The record that names it is damaged; run the step again.',
  });
}

/** A raw blob may be a gzip file itself, so the key decides which reading is right. */
async function unpack(stored: Uint8Array, key: string): Promise<Uint8Array | undefined> {
  if (isGzip(stored)) {
    const inflated = await gunzipBytes(stored).catch(() => undefined);
    if (inflated !== undefined && blobKey(inflated) === key) return inflated;
  }
  return blobKey(stored) === key ? stored : undefined;
}

async function checkVersion(
  storage: Storage,
  flow: string,
  key: string,
  signal?: AbortSignal,
): Promise<void> {
  const header = await readJsonObject(storage, layout.blobMeta(flow, key), signal);
  const version = numberOf(header?.cas_version);
  if (version === undefined || version === CAS_VERSION) return;
  throw new FlowdeckError({
    code: 'blob-unsupported',
    message: `The blob ${key} of ${flow} is packed in form ${version}, which is newer than this Flowdeck`,
    remedy: 'Update Flowdeck.',
  });
}

function missing(flow: string, key: string): FlowdeckError {
  return new FlowdeckError({
    code: 'blob-missing',
    message: `The blob ${key} of ${flow} is not in the datastore`,
    remedy: 'It was deleted or never copied here; run the step again to make it anew.',
  });
}

function damaged(flow: string, key: string): FlowdeckError {
  return new FlowdeckError({
    code: 'blob-damaged',
    message: `The blob ${key} of ${flow} does not hold what its name says`,
    remedy: 'Its file was cut off or altered: delete it and run the step again.',
  });
}
