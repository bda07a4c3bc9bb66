/** `spin`: one step again, with the inputs of a past task. What comes of it lies apart from the runs. */
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { ComputeEvent } from '../compute/compute';
import type { AttemptEndedReply, AttemptRequest, FlowCommand, RunPlace } from '../compute/protocol';
import { openDatastore, type Datastore } from '../datastore/datastore';
import { runFile } from '../datastore/layout';
import { openSpinRoot, systemTags } from '../datastore/roots';
import { RUN_FILES } from '../datastore/runFiles';
import { unwritable } from '../datastore/storage/failures';
import type { RunRef } from '../runs/model';
import { taskKey } from '../scheduler/types';
import { writeRunIdFile, writeRunnerAttributes } from './announcements';
import { attemptEnded, lastLine } from './attemptEvents';
import { AttemptLog } from './attemptLog';
import { EventLog } from './eventLog';
import type { Prepared } from './prepare';
import type { RunObserver, RunOutcome, RunRequest, RunSignals } from './request';
import { readSpinInputs, type SpinInputs } from './spinInputs';

/** The only one of its run, as with Metaflow. */
const TASK = '0';
const LOG_INTERVAL_MS = 100;
const GRACE_SECONDS = 5;

/** @throws FlowdeckError when there is no such past task, or nothing can be written */
export async function spinStep(
  ds: Datastore,
  request: RunRequest,
  prepared: Prepared,
  spin: NonNullable<FlowCommand['spin']>,
  watch: { readonly observer: RunObserver; readonly signals: RunSignals },
): Promise<RunOutcome> {
  const { host, command, user } = prepared;
  const { description, python } = host.described;
  const found = await readSpinInputs(ds, description, spin, user);
  const { past } = found;
  const aside = openDatastore(openSpinRoot(request.cwd, request.env));
  const who = {
    user,
    tags: command.tags,
    systemTags: systemTags({ user, pythonVersion: python.version, env: request.env }),
  };
  const { flow, run } = await aside.metadata.newRun(description.name, who);
  const ref: RunRef = { root: aside.root, flow, run };
  await writeRunIdFile(ref, command);
  const spool = await newSpool(aside, ref);
  const place: RunPlace = {
    flow,
    run,
    datastore: { type: 'local', root: aside.root },
    ...who,
    originRunId: past.run,
    inputs: { root: ds.root, run: past.run },
  };
  const files = { stdout: path.join(spool, 'stdout'), stderr: path.join(spool, 'stderr') };
  const attempt = attemptOf(spin, found, files);
  const events = new EventLog(localFile(aside, ref, RUN_FILES.events), () => undefined);
  watch.observer.started(ref);
  events.listen((event) => watch.observer.event(event));
  const { tags, maxWorkers, maxLogSize } = command;
  events.append({
    type: 'run_started',
    ...{ flow, run, user, tags, maxWorkers, description },
    pid: process.pid,
    origin: past.run,
  });
  await writeRunnerAttributes(ref, command, { step: spin.step, task: TASK });
  host.join(place);
  const log = new AttemptLog(aside, { flow, run, step: spin.step, task: TASK }, 0, {
    ...files,
    maxLogSize,
  });
  const state = await runAlone({ attempt, prepared, log, events, signals: watch.signals });
  events.append({ type: 'run_ended', state });
  await events.close();
  await rm(spool, { recursive: true, force: true });
  return { ref, state };
}

/** Where a file of the spun run lies on this machine. */
function localFile({ root, storage }: Datastore, { flow, run }: RunRef, name: string): string {
  return storage.localPath(runFile(flow, run, name)) ?? path.join(root, name);
}

/** @throws FlowdeckError `storage-unwritable` */
async function newSpool(aside: Datastore, ref: RunRef): Promise<string> {
  const spool = localFile(aside, ref, RUN_FILES.spool);
  await mkdir(spool, { recursive: true }).catch((error: unknown) => {
    throw unwritable(spool, error);
  });
  return spool;
}

function attemptOf(
  { step, artifactsModule }: NonNullable<FlowCommand['spin']>,
  { inputs, splitIndex }: SpinInputs,
  files: Pick<AttemptRequest, 'stdout' | 'stderr'>,
): AttemptRequest {
  return {
    step,
    task: TASK,
    attempt: 0,
    inputs,
    ...(splitIndex === undefined ? {} : { splitIndex }),
    ...(artifactsModule === undefined ? {} : { artifactsModule }),
    createdAt: Date.now(),
    // Decorators that repeat or hide a failure would be in the way of who looks for it.
    userAttempts: 1,
    ...files,
  };
}

interface Alone {
  readonly attempt: AttemptRequest;
  readonly prepared: Prepared;
  readonly log: AttemptLog;
  readonly events: EventLog;
  readonly signals: RunSignals;
}

async function runAlone({
  attempt,
  prepared: { host },
  log,
  events,
  signals,
}: Alone): Promise<RunOutcome['state']> {
  const { step, task } = attempt;
  const follow = setInterval(() => void log.follow()?.catch(() => undefined), LOG_INTERVAL_MS);
  const told = { yet: false };
  const stop = (graceSeconds: number) => (): void => {
    told.yet = true;
    host.cancel([attempt], graceSeconds);
  };
  const [politely, now] = [stop(GRACE_SECONDS), stop(0)];
  signals.stop.addEventListener('abort', politely);
  signals.kill.addEventListener('abort', now);
  try {
    const reply = await new Promise<AttemptEndedReply>((resolve) => {
      host.onEvent((event: ComputeEvent) => {
        if (event.type === 'attempt_started') {
          const { pid, at } = event;
          events.append({ type: 'attempt_started', step, task, attempt: 0, indices: [], pid }, at);
        } else if (event.type === 'attempt_ended') resolve(event);
        else if (event.type === 'notice') events.append(event);
        else resolve(lostReply(attempt, event.message));
      });
      host.launch([attempt]);
      if (signals.stop.aborted) politely();
    });
    const ended = attemptEnded({ task: taskKey(step, []), reply, told: told.yet, commands: [] });
    await log.end(lastLine(ended));
    events.append(ended, reply.at);
    if (reply.result.state !== 'failed') return 'succeeded';
    return told.yet ? 'cancelled' : 'failed';
  } finally {
    clearInterval(follow);
    signals.stop.removeEventListener('abort', politely);
    signals.kill.removeEventListener('abort', now);
  }
}

function lostReply({ step, task }: AttemptRequest, message: string): AttemptEndedReply {
  return {
    type: 'attempt_ended',
    ...{ step, task, attempt: 0, at: Date.now(), cpuSeconds: 0, maxMemory: 0 },
    result: { state: 'failed', error: { kind: 'host', message } },
  };
}
