/** The course of a run, from the Python host that starts to the record of its end. */
import { rm } from 'node:fs/promises';
import type { PythonHost } from '../compute/local';
import { openDatastore, type Datastore } from '../datastore/datastore';
import { openLocalRoot } from '../datastore/roots';
import type { RunFile } from '../datastore/runFiles';
import { FlowdeckError } from '../errors';
import { watchCancelFile } from './cancelFile';
import { EnvironmentProbe } from './environment';
import { callExitHooks } from './exitHooks';
import { TaskLoop, type LoopOutcome, type RunFailure } from './loop';
import { openRun, type OpenRun } from './opening';
import { prepareRun, type Prepared } from './prepare';
import { spinStep } from './spin';
import type { RunObserver, RunOutcome, RunRequest, RunSignals } from './request';

/** @param starting the host of this run; it is disposed of in any case */
export async function runOnHost(
  starting: Promise<PythonHost>,
  request: RunRequest,
  observer: RunObserver,
  signals: RunSignals,
): Promise<RunOutcome> {
  const troubles = new Troubles();
  try {
    const prepared = await prepareRun(starting, request, signals);
    const ds = openDatastore(openRoot(request, prepared));
    const { spin } = prepared.command;
    if (spin) return await spinStep(ds, request, prepared, spin, { observer, signals });
    const run = await openRun(ds, request, prepared, (error) => troubles.add(error));
    observer.started(run.ref);
    run.events.listen((event) => observer.event(event));
    const outcome = await carryOut({ ds, request, prepared, run, signals, troubles });
    const { description } = prepared.host.described;
    const succeeded = outcome.state === 'succeeded';
    await callExitHooks({ ref: run.ref, description, succeeded }, request, observer);
    return outcome;
  } finally {
    const host = await starting.catch(() => undefined);
    await host?.[Symbol.asyncDispose]();
  }
}

function openRoot({ cwd, env }: RunRequest, { command }: Prepared): string {
  return command.datastoreRoot ?? openLocalRoot(cwd, env);
}

/** What went wrong with the datastore; the first trouble ends the run. */
class Troubles {
  #first: FlowdeckError | undefined;
  #onFirst: (() => void) | undefined;

  get first(): FlowdeckError | undefined {
    return this.#first;
  }

  add(error: unknown): void {
    if (this.#first) return;
    this.#first = error instanceof FlowdeckError ? error : unexpected(error);
    this.#onFirst?.();
  }

  /** Calls back at the first trouble, also if it was before. */
  whenAny(callback: () => void): void {
    this.#onFirst = callback;
    if (this.#first) callback();
  }
}

function unexpected(cause: unknown): FlowdeckError {
  const message = cause instanceof Error ? cause.message : String(cause);
  return new FlowdeckError(
    { code: 'internal', message: `The run broke off: ${message}` },
    { cause },
  );
}

interface Work {
  readonly ds: Datastore;
  readonly request: RunRequest;
  readonly prepared: Prepared;
  readonly run: OpenRun;
  readonly signals: RunSignals;
  readonly troubles: Troubles;
}

async function carryOut(work: Work): Promise<RunOutcome> {
  const { ds, request, prepared, run, signals, troubles } = work;
  const { maxWorkers, maxNumSplits, maxLogSize } = prepared.command;
  const { description, python } = prepared.host.described;
  const loop = new TaskLoop({
    ds,
    ref: run.ref,
    description,
    limits: { maxWorkers, maxNumSplits },
    compute: prepared.host,
    events: run.events,
    parametersTask: run.parametersTask,
    who: run.who,
    ...(run.origin ? { origin: run.origin } : {}),
    spool: run.spool,
    maxLogSize,
    onFailure: (error) => troubles.add(error),
  });
  troubles.whenAny(() => loop.abort());
  using _requests = watchCancelFile(ds, run.ref, (asked) =>
    asked === 'now' ? loop.kill() : loop.cancel(),
  );
  using _stop = onAbort(signals.stop, () => loop.cancel());
  using _kill = onAbort(signals.kill, () => loop.kill());
  using _heartbeat = run.heartbeat;
  const ending = loop.run();
  const environment = new EnvironmentProbe(request.file, python);
  environment.found
    .then((found) => run.record.write(found))
    .catch((error: unknown) => troubles.add(error));
  const outcome = await ending;
  return await closeRun(work, outcome, environment);
}

async function closeRun(
  { run, troubles }: Work,
  { result, failure, done }: LoopOutcome,
  environment: EnvironmentProbe,
): Promise<RunOutcome> {
  const endedAt = Date.now();
  const known = await environment.settle();
  await run.events.flush();
  // First, so that a full disk has room for the record again.
  await rm(run.spool, { recursive: true, force: true });
  const steps = Object.fromEntries(
    [...done].map(([step, count]) => [
      step,
      result === 'succeeded' ? { done: count, expected: count } : { done: count },
    ]),
  );
  await run.record
    .write({
      ...known,
      state: result,
      endedAt,
      steps,
      ...(failure ? { failure: placeOf(failure) } : {}),
    })
    .catch((error: unknown) => troubles.add(error));
  const error = troubles.first;
  if (error) run.events.append({ type: 'notice', message: messageOf(error) });
  run.events.append({ type: 'run_ended', state: result }, endedAt);
  await run.events.close();
  return { ref: run.ref, state: result, ...(error ? { error: error.toDetails() } : {}) };
}

function placeOf({ step, task, attempt, error }: RunFailure): NonNullable<RunFile['failure']> {
  return { step, task, attempt, message: error.message };
}

function messageOf({ message, remedy }: FlowdeckError): string {
  return remedy === undefined ? `${message}.` : `${message}. ${remedy}`;
}

function onAbort(signal: AbortSignal, callback: () => void): Disposable {
  if (signal.aborted) callback();
  signal.addEventListener('abort', callback);
  return { [Symbol.dispose]: () => signal.removeEventListener('abort', callback) };
}
