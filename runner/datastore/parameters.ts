/** The parameters of a run, from its `_parameters` task. */
import type { FlowDescription, Json } from '../flow/description';
import { readArtifact } from './artifacts';
import { readTaskRecord, type TaskRecord } from './attempts';
import type { Datastore } from './datastore';
import type { TaskPath } from './layout';
import { toJson } from './pickle';

type Parameters = { readonly [attribute: string]: Json };

/** By attribute, as far as they are plain data; one that cannot be read is left out. */
export async function readParameters(
  ds: Datastore,
  flow: string,
  description: FlowDescription | undefined,
  from: TaskPath | TaskRecord | undefined,
  signal?: AbortSignal,
): Promise<Parameters> {
  const record = from && 'task' in from ? await readTaskRecord(ds, from, undefined, signal) : from;
  const values: Record<string, Json> = {};
  for (const { attribute } of description?.parameters ?? []) {
    const key = record?.objects.get(attribute)?.key;
    if (key === undefined) continue;
    const value = await readArtifact(ds, flow, key, signal).catch(() => undefined);
    if (value && PLAIN.has(value.kind)) values[attribute] = toJson(value);
  }
  return values;
}

const PLAIN: ReadonlySet<string> = new Set(['none', 'bool', 'int', 'float', 'str', 'list', 'dict']);
