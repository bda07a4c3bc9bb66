/** The description that a run of official Metaflow has stored (`_graph_info`); the same blob for every run of the same code. */
import type { Datastore } from '../datastore/datastore';
import { descriptionFromGraphInfo } from '../datastore/graphInfo';
import { readArtifact, type TaskRecord } from '../datastore/tasks';
import type { FlowDescription } from '../flow/description';

/** Descriptions that stay in memory. */
const KEPT = 100;
const known = new Map<string, FlowDescription | undefined>();

/** Undefined when the task has none, or one that cannot be read: the run is shown without a graph then. */
export async function storedDescription(
  ds: Datastore,
  flow: string,
  record: TaskRecord | undefined,
  signal?: AbortSignal,
): Promise<FlowDescription | undefined> {
  const key = record?.objects.get('_graph_info')?.key;
  if (key === undefined) return undefined;
  const place = `${ds.root}\n${flow}\n${key}`;
  if (known.has(place)) return known.get(place);
  const description = await readArtifact(ds, flow, key, signal).then(
    (value) => descriptionFromGraphInfo(value, flow),
    () => undefined,
  );
  signal?.throwIfAborted();
  known.set(place, description);
  const oldest = known.keys().next();
  if (known.size > KEPT && oldest.done !== true) known.delete(oldest.value);
  return description;
}
