/** Reads and writes the files of `F/R/flowdeck/` (runFiles.ts). Files of a newer form, or damaged ones, read as absent. */
import type { Datastore } from './datastore';
import { readFitting } from './jsonFiles';
import * as layout from './layout';
import {
  ProcessFileSchema,
  RUN_FILES,
  RunFileSchema,
  type ProcessFile,
  type RunFile,
} from './runFiles';

/** A run of this datastore; a RunRef fits. */
export interface RunPath {
  readonly flow: string;
  readonly run: string;
}

const decoder = new TextDecoder();

export async function readRunFile(
  ds: Datastore,
  ref: RunPath,
  signal?: AbortSignal,
): Promise<RunFile | undefined> {
  const key = layout.runFile(ref.flow, ref.run, RUN_FILES.record);
  return readFitting(ds.storage, key, RunFileSchema, signal);
}

export async function writeRunFile(ds: Datastore, record: RunFile): Promise<void> {
  const key = layout.runFile(record.flow, record.run, RUN_FILES.record);
  await ds.storage.write(key, `${JSON.stringify(record, undefined, 2)}\n`);
}

export async function readProcessFile(
  ds: Datastore,
  ref: RunPath,
  signal?: AbortSignal,
): Promise<ProcessFile | undefined> {
  const key = layout.runFile(ref.flow, ref.run, RUN_FILES.process);
  return readFitting(ds.storage, key, ProcessFileSchema, signal);
}

export async function writeProcessFile(
  ds: Datastore,
  ref: RunPath,
  owner: ProcessFile,
): Promise<void> {
  await ds.storage.write(
    layout.runFile(ref.flow, ref.run, RUN_FILES.process),
    `${JSON.stringify(owner)}\n`,
  );
}

/** How a run is asked to stop: in order, or at once. */
export type CancelRequest = 'stop' | 'now';

/** Asks a run to stop, from anywhere that can write its folder. */
export async function requestCancel(
  ds: Datastore,
  ref: RunPath,
  options: { readonly now?: boolean } = {},
): Promise<void> {
  const request: CancelRequest = options.now === true ? 'now' : 'stop';
  await ds.storage.write(layout.runFile(ref.flow, ref.run, RUN_FILES.cancel), request);
}

/** What was asked; undefined when nobody asked. The existence of the file is enough (`touch cancel` works). */
export async function readCancel(
  ds: Datastore,
  ref: RunPath,
  signal?: AbortSignal,
): Promise<CancelRequest | undefined> {
  const key = layout.runFile(ref.flow, ref.run, RUN_FILES.cancel);
  const bytes = await ds.storage.read(key, signal);
  if (bytes === undefined) return undefined;
  return decoder.decode(bytes).trim() === 'now' ? 'now' : 'stop';
}
