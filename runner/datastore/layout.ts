/**
 * Contract 2 of 4: where everything lies in a datastore, as keys relative to its root with `/` between parts.
 * Metaflow's layout, byte for byte where its tools look; what Metaflow has no place for goes into `F/R/flowdeck/`,
 * which they ignore. The Python twin is `metaflow/_datastore/layout.py`; test/golden/layout.json holds both.
 */

/** A task as the tree sees it. */
export interface TaskPath {
  readonly flow: string;
  readonly run: string;
  readonly step: string;
  readonly task: string;
}

export type LogStream = 'stdout' | 'stderr';
/** Who wrote a log file: the scheduler on this machine, or the task itself in a container. */
export type LogSource = 'runtime' | 'task';

/** The task that holds parameters and constants; not a step. */
export const PARAMETERS_STEP = '_parameters';
/** Names beside the runs of a flow, or beside the steps of a run, that are neither. */
const RESERVED_FOLDERS: ReadonlySet<string> = new Set(['data', '_meta', 'flowdeck']);

export const flowFolder = (flow: string): string => flow;
export const flowSelf = (flow: string): string => `${flow}/_meta/_self.json`;
/** Holds the id of the newest run that was started here, without a newline. */
export const latestRun = (flow: string): string => `${flow}/latest_run`;

export const runSelf = (flow: string, run: string): string => `${flow}/${run}/_meta/_self.json`;
/** Folder of our own files of a run; their names are in runFiles.ts. */
export const runFolder = (flow: string, run: string): string => `${flow}/${run}/flowdeck`;
export const runFile = (flow: string, run: string, name: string): string =>
  `${flow}/${run}/flowdeck/${name}`;

export const stepFolder = (flow: string, run: string, step: string): string =>
  `${flow}/${run}/${step}`;
export const stepSelf = (flow: string, run: string, step: string): string =>
  `${flow}/${run}/${step}/_meta/_self.json`;

export const taskFolder = (place: TaskPath): string =>
  `${place.flow}/${place.run}/${place.step}/${place.task}`;
export const taskMetaFolder = (place: TaskPath): string => `${taskFolder(place)}/_meta`;
export const taskSelf = (place: TaskPath): string => `${taskFolder(place)}/_meta/_self.json`;
/** `0.data.json` and its neighbours. */
export const taskFile = (place: TaskPath, attempt: number, name: string): string =>
  `${taskFolder(place)}/${attempt}.${name}`;
export const taskLog = (place: TaskPath, attempt: number, stream: LogStream): string =>
  taskFile(place, attempt, `task_${stream}.log`);
export const runtimeLog = (place: TaskPath, attempt: number, stream: LogStream): string =>
  taskFile(place, attempt, `runtime_${stream}.log`);
/** The form before Metaflow 2.2.6: the bytes without decoration. */
export const oldLog = (place: TaskPath, attempt: number, stream: LogStream): string =>
  taskFile(place, attempt, `${stream}.log`);

/** One metadata record; `ms` is its time in epoch milliseconds. */
export const sysmeta = (place: TaskPath, field: string, ms: number): string =>
  `${taskFolder(place)}/_meta/sysmeta_${field}_${ms}.json`;
export const artifactRecord = (place: TaskPath, attempt: number, name: string): string =>
  `${taskFolder(place)}/_meta/${attempt}_artifact_${name}.json`;

/** `key` is the sha1 of the uncompressed bytes, in hex. */
export const blob = (flow: string, key: string): string => `${flow}/data/${key.slice(0, 2)}/${key}`;
/** Says how the blob is packed; local storage only, and absent means gzip. */
export const blobMeta = (flow: string, key: string): string => `${blob(flow, key)}_meta`;

export const ATTEMPT_FILES = {
  attempt: 'attempt.json',
  data: 'data.json',
  done: 'DONE.lock',
} as const;

/** Metaflow never writes nor looks for attempts beyond 5. */
export const MAX_ATTEMPTS = 6;

export const isRunFolder = (name: string): boolean => isEntry(name);
/** `_parameters` is a folder beside the steps, but not one of them. */
export const isStepFolder = (name: string): boolean => isEntry(name) && name !== PARAMETERS_STEP;
export const isTaskFolder = (name: string): boolean => isEntry(name);

function isEntry(name: string): boolean {
  return !RESERVED_FOLDERS.has(name) && !name.startsWith('.');
}

/** `3.attempt.json` → `{attempt: 3, file: 'attempt.json'}`; undefined for names of another form. */
export function parseTaskFileName(
  name: string,
): { readonly attempt: number; readonly file: string } | undefined {
  const match = /^(\d{1,3})\.(.+)$/.exec(name);
  if (match?.[1] === undefined || match[2] === undefined) return undefined;
  return { attempt: Number(match[1]), file: match[2] };
}

/** `sysmeta_attempt-done_1795447042358.json` → its field and time; undefined for names of another form. */
export function parseSysmetaName(
  name: string,
): { readonly field: string; readonly ms: number } | undefined {
  const match = /^sysmeta_(.+)_(\d+)\.json$/.exec(name);
  if (match?.[1] === undefined || match[2] === undefined) return undefined;
  return { field: match[1], ms: Number(match[2]) };
}

/** Names that start with `_` are Metaflow's or the author's private ones: readable by name, hidden from listings. */
export const isPublicArtifact = (name: string): boolean => !name.startsWith('_');

export const isBlobKey = (text: string): boolean => /^[0-9a-f]{40}$/.test(text);
