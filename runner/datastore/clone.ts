/**
 * A task of another run, taken over by reference: the map of its artifacts is copied, no artifact is. What a clone has and what
 * not is Metaflow's: always attempt 0, no logs, and records that name the original.
 */
import { readTaskRecord } from './attempts';
import type { Datastore } from './datastore';
import { asObject, parseJsonObject, textOf, type JsonObject } from './jsonFiles';
import * as layout from './layout';
import type { TaskPath } from './layout';
import { RUN_FILES } from './runFiles';
import { readSmall } from './smallFiles';

/** As whom the records of a clone are written. */
export interface CloneIdentity {
  readonly user: string;
  readonly tags: readonly string[];
  readonly systemTags: readonly string[];
  readonly pythonVersion: string;
}

export interface CloneSource extends TaskPath {
  readonly attempt: number;
}

const TAGS = ['attempt_id:0'];

interface Note {
  readonly field: string;
  readonly value: string;
  readonly type?: string;
  readonly tags?: readonly string[];
}

/**
 * Writes a task whose artifacts are those of the original; readers see it whole or not at all.
 * @throws FlowdeckError `storage-unwritable`, `storage-unreadable`
 */
export async function cloneTask(
  ds: Datastore,
  origin: CloneSource,
  place: TaskPath,
  who: CloneIdentity,
  more: readonly Note[] = [],
): Promise<void> {
  const key = layout.taskFile(origin, origin.attempt, layout.ATTEMPT_FILES.data);
  const stored = await readSmall(ds.storage, key);
  const data = stored && parseJsonObject(new TextDecoder().decode(stored));
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
  const { task_id: _, ...step } = identity;
  await ds.storage.write(layout.stepSelf(place.flow, place.run, place.step), JSON.stringify(step), {
    ifAbsent: true,
  });
  const objects = new Map<string, string>();
  const folder = layout.taskFolder(place);
  const add = (name: string, record: unknown): void => {
    objects.set(name.slice(folder.length + 1), JSON.stringify(record));
  };
  add(layout.taskSelf(place), identity);
  add(layout.taskFile(place, 0, layout.ATTEMPT_FILES.attempt), { time: now / 1000 });
  add(layout.taskFile(place, 0, layout.ATTEMPT_FILES.data), { ...data, attempt: 0 });
  for (const note of [...notesOf(origin, place, who), ...more]) {
    add(layout.sysmeta(place, note.field, now), recordOf(place, who, note, now));
  }
  for (const record of artifactRecords(ds, data, identity)) {
    add(layout.artifactRecord(place, 0, record.name), record);
  }
  add(layout.taskFile(place, 0, layout.ATTEMPT_FILES.done), '');
  await ds.storage.writeFolder(
    folder,
    objects,
    layout.runFile(place.flow, place.run, `${RUN_FILES.spool}/clones`),
  );
}

/** The parameters of the original run; the records that Metaflow's tools find the ends of the graph by come along. */
export async function cloneParameters(
  ds: Datastore,
  origin: TaskPath,
  place: TaskPath,
  who: CloneIdentity,
): Promise<void> {
  const record = await readTaskRecord(ds, origin);
  const source = { ...origin, attempt: record?.attempt ?? 0 };
  const known = await ds.metadata.taskMetadata(origin.flow, origin.run, origin.step, origin.task);
  const ends = known
    .filter(({ field }) => field === 'start_step' || field === 'end_step')
    .map(({ field, type, value }) => ({ field, type, value, tags: [] }));
  await cloneTask(ds, source, place, who, ends);
}

/** Marks the run whose tasks were taken over: whoever clones the same run at once waits for it. */
export async function markResumed(ds: Datastore, parameters: TaskPath): Promise<void> {
  await ds.storage.write(`${layout.taskFolder(parameters)}/_resume_done`, 'true');
}

/** Few, as files are what a clone costs: the client takes all others from the original. */
function notesOf(origin: CloneSource, { step }: TaskPath, who: CloneIdentity): readonly Note[] {
  const done: Note = { field: 'attempt-done', value: '0' };
  if (step === layout.PARAMETERS_STEP) return [done];
  return [
    { field: 'attempt', value: '0' },
    { field: 'origin-run-id', value: origin.run },
    { field: 'origin-task-id', value: origin.task },
    { field: 'python_version', value: who.pythonVersion },
    done,
  ];
}

function recordOf(
  place: TaskPath,
  who: CloneIdentity,
  { field, value, type = field, tags = TAGS }: Note,
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
    tags,
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
