/** Files that tell the program which started a run what it is: `--run-id-file`, and the one of Metaflow's Runner. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { FlowCommand } from '../compute/protocol';
import { unwritable } from '../datastore/storage/failures';
import type { RunRef } from '../runs/model';

/** As soon as the run has its id. @throws FlowdeckError `storage-unwritable` */
export async function writeRunIdFile(ref: RunRef, { runIdFile }: FlowCommand): Promise<void> {
  if (runIdFile !== undefined) await write(runIdFile, ref.run);
}

/**
 * Once the run can be looked at. `metadata` is what `metaflow.metadata(…)` takes: the folder that the root lies in.
 *
 * @param spun of a spun step: its task
 * @throws FlowdeckError `storage-unwritable`
 */
export async function writeRunnerAttributes(
  ref: RunRef,
  { runnerAttributeFile }: FlowCommand,
  spun?: { readonly step: string; readonly task: string },
): Promise<void> {
  if (runnerAttributeFile === undefined) return;
  const attributes = {
    ...(spun ? { task_id: spun.task, step_name: spun.step } : {}),
    run_id: ref.run,
    flow_name: ref.flow,
    metadata: `${spun ? 'spin' : 'local'}@${path.dirname(ref.root)}`,
  };
  await write(runnerAttributeFile, JSON.stringify(attributes));
}

/** At once, not renamed into place: whoever started the run may have made it a pipe. */
async function write(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (error) {
    throw unwritable(file, error);
  }
}
