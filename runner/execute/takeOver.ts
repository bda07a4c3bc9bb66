/** Clones the tasks that a resumed run takes over. */
import { cloneTask, type CloneIdentity } from '../datastore/clone';
import { mapBounded } from '../datastore/concurrency';
import type { Datastore } from '../datastore/datastore';
import { itemsOf, textOfStr } from '../datastore/pickle';
import { readArtifact, readTaskRecord, type FinishedTask } from '../datastore/tasks';
import type { RunRef } from '../runs/model';
import type { Clone, SchedulerCommand, TaskKey } from '../scheduler/types';
import type { EventLog } from './eventLog';
import type { Origin } from './origin';
import type { KnownTask, KnownTasks } from './tasks';

export interface TakeOverOptions {
  readonly ds: Datastore;
  readonly ref: RunRef;
  readonly origin: Origin;
  readonly who: CloneIdentity;
  readonly tasks: KnownTasks;
  readonly events: EventLog;
  /** Gives up between two tasks. */
  readonly stopped: () => boolean;
}

interface Copy {
  readonly clone: Clone;
  readonly from: FinishedTask;
  readonly to: KnownTask;
}

/** Ids are given in the order of the commands; the files are written several tasks at once. @throws FlowdeckError `storage-unwritable` */
export async function takeOver(
  commands: readonly SchedulerCommand[],
  options: TakeOverOptions,
): Promise<void> {
  const { origin, tasks } = options;
  const copies: Copy[] = [];
  for (const command of commands) {
    if (command.type !== 'clone') continue;
    const from = origin.tasks.get(command.task);
    if (from) copies.push({ clone: command, from, to: tasks.identify(command) });
  }
  await mapBounded(copies, async (copy) => {
    if (!options.stopped()) await carryOut(copy, options);
  });
  for (const command of commands) if (command.type === 'forget') tasks.forget(command.tasks);
  // Of those that are left, some item has still to run.
  await mapBounded(copies, ({ clone, from }) => readValues(clone.task, from, options));
}

async function carryOut({ clone, from, to }: Copy, options: TakeOverOptions): Promise<void> {
  const { ds, ref, origin, who, events } = options;
  const { step, task, attempt, value, state } = from;
  const source = { flow: ref.flow, run: origin.run, step, task, attempt };
  await cloneTask(ds, source, { ...ref, ...to }, who);
  events.append({
    type: 'task_cloned',
    ...to,
    indices: clone.indices,
    ...(value === undefined ? {} : { value }),
    state,
    origin: { run: origin.run, task },
  });
  const { next, foreach, gang } = from;
  const count = gang ?? foreach?.splits;
  if (count === undefined && next.length < 2) return;
  events.append({ type: 'task_split', ...to, next, count: count ?? 1 });
}

async function readValues(
  key: TaskKey,
  { step, task, attempt, foreach }: FinishedTask,
  { ds, ref, origin, tasks }: TakeOverOptions,
): Promise<void> {
  if (!foreach || !tasks.has(key)) return;
  const place = { flow: ref.flow, run: origin.run, step, task };
  const blob = (await readTaskRecord(ds, place, attempt))?.objects.get('_foreach_values');
  const values = blob && itemsOf(await readArtifact(ds, ref.flow, blob.key));
  if (values)
    tasks.setValues(
      key,
      values.map((value) => textOfStr(value) ?? ''),
    );
}
