/** The attempts of a task and what each left behind. */
import { mapBounded } from './concurrency';
import type { Datastore } from './datastore';
import { asObject, numberOf, readJsonObject, textOf, type JsonObject } from './jsonFiles';
import * as layout from './layout';

/** Times are epoch milliseconds. */
export interface AttemptRecord {
  readonly attempt: number;
  readonly startedAt: number;
  /** It ended and its state is complete; not that it succeeded. */
  readonly done: boolean;
  /** Absent while it runs, and for attempts that were killed without anyone noting it. */
  readonly endedAt?: number;
  /** How the process of an attempt that left no state ended, as the scheduler noted it; negative for signals. */
  readonly exitCode?: number;
}

export interface StoredArtifact {
  readonly key: string;
  /** Bytes of the pickle; absent in records of old runs. */
  readonly size?: number;
  /** As Python prints a type: `<class 'int'>`. */
  readonly type?: string;
}

export interface TaskRecord {
  readonly attempt: number;
  readonly startedAt: number;
  readonly done: boolean;
  /** By name, internal ones included; empty unless the attempt's data were written. */
  readonly objects: ReadonlyMap<string, StoredArtifact>;
}

/** In ascending order. Empty for a task that has not begun. */
export async function readAttempts(
  ds: Datastore,
  place: layout.TaskPath,
  signal?: AbortSignal,
): Promise<readonly AttemptRecord[]> {
  const files = await attemptFiles(ds, place, signal);
  if (files.size === 0) return [];
  const ends = await attemptEnds(ds, place, signal);
  return mapBounded(
    [...files].sort(([a], [b]) => a - b),
    async ([attempt, names]): Promise<AttemptRecord> => {
      const startedAt = await startTime(ds, place, attempt, signal);
      const done = names.has(layout.ATTEMPT_FILES.done);
      const endedAt = ends.get(attempt);
      if (endedAt !== undefined) return { attempt, startedAt, done, endedAt };
      return { attempt, startedAt, done, ...(await noted(ds, place, attempt, names, signal)) };
    },
    signal,
  );
}

/**
 * @param attempt absent: the newest one, as Metaflow's datastore chooses (no earlier one takes its place).
 * @returns undefined when the task has no such attempt.
 */
export async function readTaskRecord(
  ds: Datastore,
  place: layout.TaskPath,
  attempt?: number,
  signal?: AbortSignal,
): Promise<TaskRecord | undefined> {
  const files = await attemptFiles(ds, place, signal);
  const chosen = attempt ?? Math.max(...files.keys());
  const names = files.get(chosen);
  if (names === undefined) return undefined;
  const [startedAt, data] = await Promise.all([
    startTime(ds, place, chosen, signal),
    readJsonObject(ds.storage, layout.taskFile(place, chosen, layout.ATTEMPT_FILES.data), signal),
  ]);
  const done = names.has(layout.ATTEMPT_FILES.done);
  return { attempt: chosen, startedAt, done, objects: storedArtifacts(data) };
}

/** Attempt → names of its files, for the attempts that began. */
async function attemptFiles(
  ds: Datastore,
  place: layout.TaskPath,
  signal?: AbortSignal,
): Promise<ReadonlyMap<number, ReadonlySet<string>>> {
  const { names } = await ds.storage.list(layout.taskFolder(place), signal);
  const files = new Map<number, Set<string>>();
  for (const name of names) {
    const parsed = layout.parseTaskFileName(name);
    if (parsed === undefined) continue;
    const known = files.get(parsed.attempt);
    if (known === undefined) files.set(parsed.attempt, new Set([parsed.file]));
    else known.add(parsed.file);
  }
  for (const [attempt, known] of files) {
    if (!known.has(layout.ATTEMPT_FILES.attempt)) files.delete(attempt);
  }
  return files;
}

async function startTime(
  ds: Datastore,
  place: layout.TaskPath,
  attempt: number,
  signal?: AbortSignal,
): Promise<number> {
  const key = layout.taskFile(place, attempt, layout.ATTEMPT_FILES.attempt);
  const record = await readJsonObject(ds.storage, key, signal);
  return Math.round((numberOf(record?.time) ?? 0) * 1000);
}

/** Attempt → when its records were complete, from `attempt-done` records. */
async function attemptEnds(
  ds: Datastore,
  place: layout.TaskPath,
  signal?: AbortSignal,
): Promise<ReadonlyMap<number, number>> {
  const folder = layout.taskMetaFolder(place);
  const { names } = await ds.storage.list(folder, signal);
  const ends = new Map<number, number>();
  const records = names.filter((name) => layout.parseSysmetaName(name)?.field === 'attempt-done');
  await mapBounded(
    records,
    async (name) => {
      const record = await readJsonObject(ds.storage, `${folder}/${name}`, signal);
      const at = numberOf(record?.ts_epoch) ?? layout.parseSysmetaName(name)?.ms;
      const attempt = Number(textOf(record?.value));
      if (at !== undefined && Number.isInteger(attempt)) ends.set(attempt, at);
    },
    signal,
  );
  return ends;
}

/** Official schedulers note the end of the process in `A.runtime`, also when it was killed. */
async function noted(
  ds: Datastore,
  place: layout.TaskPath,
  attempt: number,
  names: ReadonlySet<string>,
  signal?: AbortSignal,
): Promise<{ readonly endedAt?: number; readonly exitCode?: number }> {
  if (!names.has('runtime')) return {};
  const key = layout.taskFile(place, attempt, 'runtime');
  const [found, record] = await Promise.all([
    ds.storage.stat(key, signal),
    readJsonObject(ds.storage, key, signal),
  ]);
  const exitCode = numberOf(record?.return_code);
  return {
    ...(found && { endedAt: Math.round(found.modified) }),
    ...(exitCode !== undefined && { exitCode }),
  };
}

/** What `data.json` says. */
export function storedArtifacts(data: JsonObject | undefined): ReadonlyMap<string, StoredArtifact> {
  const info = asObject(data?.info) ?? {};
  const artifacts = new Map<string, StoredArtifact>();
  for (const [name, value] of Object.entries(asObject(data?.objects) ?? {})) {
    const key = textOf(value);
    if (key === undefined) continue;
    const about = asObject(info[name]);
    const [size, type] = [numberOf(about?.size), textOf(about?.type)];
    artifacts.set(name, {
      key,
      ...(size !== undefined && { size }),
      ...(type !== undefined && { type }),
    });
  }
  return artifacts;
}
