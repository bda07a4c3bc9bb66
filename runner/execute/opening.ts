/** Brings a run into being: its id, its place, its parameters. From then on others can see it. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { PythonHost } from '../compute/local';
import type { AttemptId, FlowCommand, RunPlace } from '../compute/protocol';
import { cloneParameters, type CloneIdentity } from '../datastore/clone';
import type { Datastore } from '../datastore/datastore';
import { latestRun, PARAMETERS_STEP, runFile } from '../datastore/layout';
import { systemTags } from '../datastore/roots';
import { readParameters } from '../datastore/tasks';
import { RUN_FILES, type RunFile } from '../datastore/runFiles';
import { unwritable } from '../datastore/storage/failures';
import type { RunRef } from '../runs/model';
import { storeSnapshot, type StoredCode } from '../snapshot/codePackage';
import { writeRunIdFile, writeRunnerAttributes } from './announcements';
import { EventLog } from './eventLog';
import { startHeartbeat } from './heartbeat';
import { readOrigin, type Origin } from './origin';
import type { Prepared } from './prepare';
import { invalidParameter } from './problems';
import type { RunRequest } from './request';
import { RunRecordFile } from './runRecord';

declare const FLOWDECK_VERSION: string;

export interface OpenRun {
  readonly ref: RunRef;
  readonly events: EventLog;
  readonly record: RunRecordFile;
  readonly heartbeat: Disposable;
  /** Task id of `_parameters`. */
  readonly parametersTask: string;
  /** Present when it resumes another one. */
  readonly origin?: Origin;
  readonly who: CloneIdentity;
  /** Absolute path of the folder for the output of running attempts. */
  readonly spool: string;
}

/**
 * @param onFailure the event log can't be written
 * @throws FlowdeckError when no run comes about; a run that got its id by then is marked as failed
 */
export async function openRun(
  ds: Datastore,
  request: RunRequest,
  prepared: Prepared,
  onFailure: (error: unknown) => void,
): Promise<OpenRun> {
  const { host, user } = prepared;
  const { description, python } = host.described;
  const { command } = prepared;
  const origin = command.resume && (await readOrigin(ds, description, command.resume));
  const tags = {
    user,
    tags: command.tags,
    systemTags: [...tagsOf(request, user, python.version), ...command.systemTags],
  };
  const [registered, code] = await Promise.all([
    ds.metadata.newRun(description.name, { ...tags, ...runIdOf(command) }),
    storeSnapshot(ds, description.name, prepared.snapshot),
  ]);
  const ref: RunRef = { root: ds.root, flow: registered.flow, run: registered.run };
  const local = (name: string): string => localPath(ds, runFile(ref.flow, ref.run, name));
  const events = new EventLog(local(RUN_FILES.events), onFailure);
  const record = new RunRecordFile(ds, firstRecord(ref, request, prepared, { code, origin }));
  const run = {
    ref,
    events,
    record,
    parametersTask: ds.metadata.newTaskId(ref.flow, ref.run),
    spool: local(RUN_FILES.spool),
    who: { ...tags, pythonVersion: python.version },
    ...(origin ? { origin } : {}),
  };
  await writeRunIdFile(ref, command);
  const place: RunPlace = {
    flow: ref.flow,
    run: ref.run,
    datastore: { type: 'local', root: ds.root },
    ...tags,
    originRunId: origin?.run ?? null,
    codePackage: code.place,
  };
  try {
    host.sendSnapshot(code.message);
    announceStart(run, prepared, code);
    const [, heartbeat] = await Promise.all([
      origin
        ? adoptParameters(ds, run, place, host, origin)
        : storeParameters(run, place, prepared),
      startHeartbeat(ds, ref),
      record.write(),
      // As Metaflow has it, two resumes in a row both start from the same run.
      ...(origin ? [] : [ds.storage.write(latestRun(ref.flow), ref.run)]),
      mkdir(run.spool, { recursive: true }).catch((error: unknown) => {
        throw unwritable(run.spool, error);
      }),
    ]);
    await writeRunnerAttributes(ref, command);
    return { ...run, heartbeat };
  } catch (error) {
    await giveUp(run);
    throw error;
  }
}

type Begun = Omit<OpenRun, 'heartbeat'>;

/** @throws FlowdeckError when a value can't be made or stored */
async function storeParameters(
  { ref, parametersTask, events, record }: Begun,
  place: RunPlace,
  { host, command: { values } }: Prepared,
): Promise<void> {
  const attempt: AttemptId = { step: PARAMETERS_STEP, task: parametersTask, attempt: 0 };
  const stored = await host.storeParameters({ type: 'parameters', run: place, attempt, values });
  if (stored.result.state === 'failed') {
    throw invalidParameter(host.described.description, stored.result.error, ref);
  }
  const plain = stored.values ?? {};
  record.amend({ parameters: plain });
  events.append({ type: 'parameters_stored', values: plain }, stored.at);
}

/** Of a resumed run: its parameters are those of the run that it resumes. */
async function adoptParameters(
  ds: Datastore,
  { ref, parametersTask, events, record, who }: Begun,
  place: RunPlace,
  host: PythonHost,
  origin: Origin,
): Promise<void> {
  host.join(place);
  const step = PARAMETERS_STEP;
  const from = { flow: ref.flow, run: origin.run, step, task: origin.parametersTask };
  await cloneParameters(ds, from, { ...ref, step, task: parametersTask }, who);
  const values = await readParameters(ds, ref.flow, host.described.description, from);
  record.amend({ parameters: values });
  events.append({ type: 'parameters_stored', values });
}

function runIdOf({ resume }: FlowCommand): { readonly run?: string } {
  return resume?.runId === undefined ? {} : { run: resume.runId };
}

function announceStart(
  { ref, events, origin }: Begun,
  { host, user, command: { tags, maxWorkers } }: Prepared,
  code: StoredCode,
): void {
  const { description, mode, why } = host.described;
  const { flow, run } = ref;
  const { pid } = process;
  const resumed = origin ? { origin: origin.run } : {};
  events.append({
    type: 'run_started',
    ...{ flow, run, user, tags, maxWorkers, description, pid },
    ...resumed,
  });
  if (mode === 'fresh' && why !== undefined) events.append({ type: 'notice', message: why });
  if (code.notice !== undefined) events.append({ type: 'notice', message: code.notice });
}

/** A run that has an id but can't begin must not look as if it ran for ever. */
async function giveUp({ events, record }: Begun): Promise<void> {
  const endedAt = Date.now();
  events.append({ type: 'run_ended', state: 'failed' }, endedAt);
  // What made it fail may make this fail, too; that first failure is what is told.
  await Promise.allSettled([record.write({ state: 'failed', endedAt }), events.close()]);
}

function firstRecord(
  ref: RunRef,
  request: RunRequest,
  { host, user, command }: Prepared,
  { code, origin }: { readonly code: StoredCode; readonly origin: Origin | undefined },
): RunFile {
  const { version, executable, platform } = host.described.python;
  return {
    version: 1,
    flow: ref.flow,
    run: ref.run,
    state: 'running',
    startedAt: Date.now(),
    user,
    file: request.file,
    workingDirectory: request.cwd,
    maxWorkers: command.maxWorkers,
    maxNumSplits: command.maxNumSplits,
    parameters: {},
    description: host.described.description,
    python: { version, executable, platform },
    codePackage: code.place.sha,
    ...(origin ? { origin: origin.run } : {}),
    flowdeckVersion: FLOWDECK_VERSION,
  };
}

function tagsOf(request: RunRequest, user: string, pythonVersion: string): readonly string[] {
  return systemTags({ user, pythonVersion, env: request.env });
}

function localPath(ds: Datastore, key: string): string {
  return ds.storage.localPath(key) ?? path.join(ds.root, key);
}
