/** Where a task stands in its foreaches, for tasks that left no state: from a metadata record of their beginning. */
import type { Datastore } from '../datastore/datastore';
import type { RunPath } from '../datastore/runRecord';

/** Positions in the enclosing foreaches, outermost first; empty outside and when nothing tells. */
export async function foreachIndices(
  ds: Datastore,
  ref: RunPath,
  step: string,
  task: string,
  signal?: AbortSignal,
): Promise<readonly number[]> {
  const records = await ds.metadata.taskMetadata(ref.flow, ref.run, step, task, signal);
  const path = records.find(({ field }) => field === 'foreach-execution-path')?.value;
  return path === undefined ? [] : parseExecutionPath(path);
}

/** `fan:0,deep:1` (frame `step:index`) → `[0, 1]`. */
function parseExecutionPath(path: string): readonly number[] {
  return path
    .split(',')
    .map((frame) => Number(frame.slice(frame.lastIndexOf(':') + 1)))
    .filter((index) => Number.isInteger(index));
}
