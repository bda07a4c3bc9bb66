/** Values of artifacts: whole, or as one line each. Nothing is executed. */
import { FlowdeckError } from '../errors';
import type { ArtifactRow } from '../runs/model';
import { readTaskRecord, type StoredArtifact } from './attempts';
import { blobKey, readBlob, readBlobStart } from './cas';
import { mapBounded } from './concurrency';
import type { Datastore } from './datastore';
import { isPublicArtifact, type TaskPath } from './layout';
import { preview, readPickle, typeName, type PyValue } from './pickle';

/** Bytes of a pickle that are read for one line; tables name their columns behind the first values. */
const PREVIEW_BYTES = 16 * 1024;
const PREVIEW_BYTES_OF_TABLES = 256 * 1024;
const PREVIEW_ITEMS = 2_000;

/** Larger pickles are read only in part. */
const MAX_VALUE_BYTES = 512 * 1024 * 1024;

/** Most tasks hold these few: pickles (protocol 4) that are known by their key. */
const FREQUENT: ReadonlyMap<string, PyValue> = new Map(
  ['N', '\x88', '\x89', ']\x94', ')', 'K\x00', 'K\x01']
    .map((body) => Buffer.from(`\x80\x04${body}.`, 'latin1'))
    .map((bytes) => [blobKey(bytes), readPickle(bytes)]),
);

/**
 * The value under a key, whole unless it is larger than 512 MiB (then marked truncated).
 * @throws FlowdeckError `blob-missing`, `blob-damaged`, `pickle-damaged`.
 */
export async function readArtifact(
  ds: Datastore,
  flow: string,
  key: string,
  signal?: AbortSignal,
): Promise<PyValue> {
  const frequent = FREQUENT.get(key);
  if (frequent !== undefined) return structuredClone(frequent);
  const start = await readBlobStart(ds.storage, flow, key, PREVIEW_BYTES, signal);
  if (start.complete) return readPickle(start.bytes);
  const bytes = await readBlob(ds.storage, flow, key, signal ? { signal } : {});
  return readPickle(bytes.subarray(0, MAX_VALUE_BYTES), {
    partial: bytes.length > MAX_VALUE_BYTES,
  });
}

/**
 * The public artifacts of an attempt by name; empty for one that left no data.
 * @param attempt absent: the newest.
 */
export async function readArtifactRows(
  ds: Datastore,
  place: TaskPath,
  attempt?: number,
  signal?: AbortSignal,
): Promise<readonly ArtifactRow[]> {
  const record = await readTaskRecord(ds, place, attempt, signal);
  const artifacts = [...(record?.objects ?? [])]
    .filter(([name]) => isPublicArtifact(name))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return mapBounded(
    artifacts,
    ([name, stored]) => readRow(ds, place.flow, name, stored, signal),
    signal,
  );
}

async function readRow(
  ds: Datastore,
  flow: string,
  name: string,
  stored: StoredArtifact,
  signal?: AbortSignal,
): Promise<ArtifactRow> {
  const { key, size = 0 } = stored;
  try {
    const value = await readForPreview(ds, flow, stored, signal);
    const row = { name, type: typeOf(stored, value), size, key };
    return value.kind === 'opaque'
      ? { ...row, problem: value.why }
      : { ...row, preview: preview(value) };
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof FlowdeckError)) throw error;
    return { name, type: typeText(stored.type) ?? 'unknown', size, key, problem: error.message };
  }
}

async function readForPreview(
  ds: Datastore,
  flow: string,
  { key, type = '' }: StoredArtifact,
  signal?: AbortSignal,
): Promise<PyValue> {
  const frequent = FREQUENT.get(key);
  if (frequent !== undefined) return frequent;
  const limit = type.includes('pandas') ? PREVIEW_BYTES_OF_TABLES : PREVIEW_BYTES;
  const { bytes, complete } = await readBlobStart(ds.storage, flow, key, limit, signal);
  return readPickle(bytes, { partial: !complete, maxItems: PREVIEW_ITEMS });
}

/** Known classes have a shorter name than their module's; of the rest the record knows best (a pickled function is no type). */
function typeOf(stored: StoredArtifact, value: PyValue): string {
  const recorded = typeText(stored.type);
  const read = typeName(value);
  return recorded === undefined || read.startsWith('pandas.') ? read : recorded;
}

/** `<class 'collections.OrderedDict'>` → `collections.OrderedDict`. */
function typeText(type: string | undefined): string | undefined {
  return type === undefined ? undefined : (/^<\w+ '(.*)'>$/.exec(type)?.[1] ?? type);
}
