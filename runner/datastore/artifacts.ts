/** Values of artifacts: whole, or as one line each. Nothing is executed. */
import { FlowdeckError } from '../errors';
import type { ArtifactRow } from '../runs/model';
import { readTaskRecord, type StoredArtifact } from './attempts';
import { blobKey, readBlob, readBlobStart } from './cas';
import { mapBounded } from './concurrency';
import type { Datastore } from './datastore';
import { isPublicArtifact, type TaskPath } from './layout';
import { countOf, layOut, preview, readPickle, shapeOf, typeName, type PyValue } from './pickle';

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
    return { name, type: recordedType(stored), size, key, problem: error.message };
  }
}

/** What can be said of an artifact in a few words, from the beginning of its pickle. */
export interface ArtifactSketch {
  readonly type: string;
  readonly shape?: string;
  readonly items?: number;
  /** One line; absent when the value cannot be read without executing it. */
  readonly preview?: string;
}

/**
 * @param length most characters of the preview.
 * @throws FlowdeckError `blob-missing`, `blob-damaged`, `pickle-damaged`.
 */
export async function sketchArtifact(
  ds: Datastore,
  flow: string,
  stored: StoredArtifact,
  length: number,
  signal?: AbortSignal,
): Promise<ArtifactSketch> {
  const value = await readForPreview(ds, flow, stored, signal);
  const type = typeOf(stored, value);
  if (value.kind === 'opaque') return { type };
  const [shape, items] = [shapeOf(value), countOf(value)];
  return {
    type,
    ...(shape === undefined ? {} : { shape }),
    ...(items === undefined ? {} : { items }),
    preview: preview(value, length),
  };
}

/** Bytes of a pickle that are read for a long look at it, and values in it. */
const LOOK_BYTES = 8 << 20;
const LOOK_ITEMS = 100_000;
/** Characters that an editor shows without effort. */
const LOOK_LENGTH = 500_000;

/** An artifact as one would read it: its row, and its value over as many lines as it takes. */
export interface ArtifactLook {
  readonly row: ArtifactRow;
  /** Absent when the value cannot be shown; the row's `problem` says why. */
  readonly text?: string;
  /** There is more of the value than the text shows. */
  readonly cut: boolean;
}

/**
 * A long look at one artifact; at most some megabytes are read.
 * @throws FlowdeckError `artifact-not-found`.
 */
export async function lookAtArtifact(
  ds: Datastore,
  place: TaskPath,
  name: string,
  signal?: AbortSignal,
): Promise<ArtifactLook> {
  const record = await readTaskRecord(ds, place, undefined, signal);
  const stored = record?.objects.get(name);
  if (!stored) throw notFound(place, name);
  const row = await readRow(ds, place.flow, name, stored, signal);
  if (row.problem !== undefined) return { row, cut: false };
  const { key } = stored;
  const { bytes, complete } = await readBlobStart(ds.storage, place.flow, key, LOOK_BYTES, signal);
  const value = readPickle(bytes, { partial: !complete, maxItems: LOOK_ITEMS });
  const { text, cut } = layOut(value, LOOK_LENGTH);
  return { row, text, cut: cut || !complete };
}

function notFound({ flow, run, step, task }: TaskPath, name: string): FlowdeckError {
  const pathspec = [flow, run, step, task, name].join('/');
  return new FlowdeckError({
    code: 'artifact-not-found',
    message: `The task has no artifact ${name}`,
    where: { pathspec },
  });
}

/** The type as the record has it, without a look at the value. */
export function recordedType({ type }: StoredArtifact): string {
  return typeText(type) ?? 'unknown';
}

/** Bytes that a sketch reads at most. */
export function sketchBytes({ key, size = Infinity, type = '' }: StoredArtifact): number {
  return FREQUENT.has(key) ? 0 : Math.min(size, previewBytes(type));
}

function previewBytes(type: string): number {
  return type.includes('pandas') ? PREVIEW_BYTES_OF_TABLES : PREVIEW_BYTES;
}

async function readForPreview(
  ds: Datastore,
  flow: string,
  { key, type = '' }: StoredArtifact,
  signal?: AbortSignal,
): Promise<PyValue> {
  const frequent = FREQUENT.get(key);
  if (frequent !== undefined) return frequent;
  const { bytes, complete } = await readBlobStart(
    ds.storage,
    flow,
    key,
    previewBytes(type),
    signal,
  );
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
