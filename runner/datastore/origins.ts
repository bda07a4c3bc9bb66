/** Where a task of a resumed run was taken over from, as its records tell. */
import type { Datastore } from './datastore';
import { readJsonObject, textOf } from './jsonFiles';
import * as layout from './layout';

export interface TaskOrigin {
  readonly run: string;
  readonly task: string;
}

/** Undefined for a task that ran. */
export async function taskOrigin(
  ds: Datastore,
  place: layout.TaskPath,
  signal?: AbortSignal,
): Promise<TaskOrigin | undefined> {
  const folder = layout.taskMetaFolder(place);
  const { names } = await ds.storage.list(folder, signal);
  const read = async (field: string): Promise<string | undefined> => {
    const name = names.find((one) => layout.parseSysmetaName(one)?.field === field);
    if (name === undefined) return undefined;
    return textOf((await readJsonObject(ds.storage, `${folder}/${name}`, signal))?.value);
  };
  const task = await read('origin-task-id');
  const run = task === undefined ? undefined : await read('origin-run-id');
  return task === undefined || run === undefined ? undefined : { run, task };
}
