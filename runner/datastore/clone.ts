/**
 * A task of another run, taken over by reference: the map of its artifacts is copied, no artifact is. What a clone has and what
 * not is Metaflow's: always attempt 0, no logs, and records that name the original.
 */
import { readTaskRecord } from './attempts';
import type { Datastore } from './datastore';
import { asObject, readJsonObject, textOf, type JsonObject } from './jsonFiles';
import * as layout from './layout';
import type { TaskPath } from './layout';

/** As whom the records of a clone are written. */
export interface CloneIdentity {
  readonly user: string;
  readonly tags: readonly string[];
  readonly systemTags: readonly string[];
}

export interface CloneSource extends TaskPath {
  readonly attempt: number;
  /** `fan:0,deep:1`: where it stands in its foreaches, so that the client finds its parents; empty outside. */
  readonly executionPath: string;
}

const TAGS = ['attempt_id:0'];

/**
 * Writes a task whose artifacts are those of the original; complete when the promise resolves.
 * @throws FlowdeckError `storage-unwritable`, `storage-unreadable`
 */
export async function cloneTask(
  ds: Datastore,
  origin: CloneSource,
  place: TaskPath,
  who: CloneIdentity,
): Promise<void> {
  const { storage } = ds;
  const key = layout.taskFile(origin, origin.attempt, layout.ATTEMPT_FILES.data);
  const data = await readJsonObject(storage, key);
  const now = Date.now();
  const identity = {
    run_number: place.run,
    step_name: place.step,
    task_id: place.task,
    flow_id: place.flow,
    user_name: who.user,
    tags: who.tags,
    system_tags: who.systemTags,
    ts_epoch: now,
  };
  const write = (name: string, record: unknown): Promise<void> =>
    storage.write(name, JSON.stringify(record));
  const noted = (field: string, value: string, type = field): Promise<void> =>
    write(layout.sysmeta(place, field, now), metadata(place, who, { field, value, type }, now));
  const { task_id: _, ...step } = identity;
  await storage.write(layout.stepSelf(place.flow, place.run, place.step), JSON.stringify(step), {
    ifAbsent: true,
  });
  await write(layout.taskSelf(place), identity);
  await write(layout.taskFile(place, 0, layout.ATTEMPT_FILES.attempt), { time: now / 1000 });
  await noted('origin-run-id', origin.run);
  await noted('origin-task-id', origin.task);
  await noted('attempt_ok', 'True', 'internal_attempt_status');
  if (origin.executionPath !== '') await noted('foreach-execution-path', origin.executionPath);
  await write(layout.taskFile(place, 0, layout.ATTEMPT_FILES.data), { ...data, attempt: 0 });
  for (const record of artifactRecords(ds, data, identity)) {
    await write(layout.artifactRecord(place, 0, record.name), record);
  }
  await noted('attempt-done', '0');
  await write(layout.taskFile(place, 0, layout.ATTEMPT_FILES.done), '');
}

/** The parameters of the original run; the records that Metaflow's tools find the ends of the graph by come along. */
export async function cloneParameters(
  ds: Datastore,
  origin: TaskPath,
  place: TaskPath,
  who: CloneIdentity,
): Promise<void> {
  const record = await readTaskRecord(ds, origin);
  const source = { ...origin, attempt: record?.attempt ?? 0, executionPath: '' };
  const known = await ds.metadata.taskMetadata(origin.flow, origin.run, origin.step, origin.task);
  for (const { field, type, value } of known) {
    if (field !== 'start_step' && field !== 'end_step') continue;
    const now = Date.now();
    const copied = { ...metadata(place, who, { field, value, type }, now), tags: [] };
    await ds.storage.write(layout.sysmeta(place, field, now), JSON.stringify(copied));
  }
  await cloneTask(ds, source, place, who);
}

/** Marks the run whose tasks were taken over: whoever clones the same run at once waits for it. */
export async function markResumed(ds: Datastore, parameters: TaskPath): Promise<void> {
  await ds.storage.write(`${layout.taskFolder(parameters)}/_resume_done`, 'true');
}

function metadata(
  place: TaskPath,
  who: CloneIdentity,
  { field, value, type }: { readonly field: string; readonly value: string; readonly type: string },
  now: number,
): JsonObject {
  return {
    flow_id: place.flow,
    run_number: place.run,
    step_name: place.step,
    task_id: place.task,
    field_name: field,
    type,
    value,
    tags: TAGS,
    user_name: who.user,
    ts_epoch: now,
  };
}

/** What the client asks for by name, besides the public ones that it lists. */
const RECORDED: ReadonlySet<string> = new Set(['_success', '_task_ok', '_graph_info']);
/** The key of an empty list, which says nothing. */
const EMPTY_LIST = 'c5cf38908fc549f499ade5b17ce221ff0ced377f';

function* artifactRecords(
  ds: Datastore,
  data: JsonObject | undefined,
  identity: JsonObject,
): Generator<JsonObject & { readonly name: string }> {
  const info = asObject(data?.info) ?? {};
  for (const [name, value] of Object.entries(asObject(data?.objects) ?? {})) {
    const sha = textOf(value);
    if (sha === undefined || !isRecorded(name, sha)) continue;
    yield {
      ...identity,
      attempt_id: 0,
      type: 'metaflow.artifact',
      ds_type: 'local',
      location: `:root:${ds.root}`,
      name,
      sha,
      content_type: textOf(asObject(info[name])?.encoding) ?? 'gzip+pickle-v2',
    };
  }
}

function isRecorded(name: string, sha: string): boolean {
  if (layout.isPublicArtifact(name) || RECORDED.has(name)) return true;
  return name === '_foreach_stack' && sha !== EMPTY_LIST;
}
