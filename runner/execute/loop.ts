/**
 * The one loop: events of the compute go into the scheduler, its commands are carried out, and what happens is written
 * down. Nothing is decided here.
 */
import path from 'node:path';
import type { Compute, ComputeEvent } from '../compute/compute';
import type { AttemptEndedReply, AttemptRequest, AttemptStartedReply } from '../compute/protocol';
import { markResumed, type CloneIdentity } from '../datastore/clone';
import type { Datastore } from '../datastore/datastore';
import { PARAMETERS_STEP } from '../datastore/layout';
import type { FlowDescription } from '../flow/description';
import type { RunRef, TaskError } from '../runs/model';
import { planOf, type Plan } from '../scheduler/plan';
import { decide } from '../scheduler/scheduler';
import { INITIAL_STATE, type SchedulerState } from '../scheduler/state';
import {
  PARAMETERS_TASK,
  type Failure,
  type Launch,
  type Limits,
  type RunResult,
  type SchedulerCommand,
  type SchedulerEvent,
  type TaskKey,
} from '../scheduler/types';
import { attemptEnded, lastLine, takenTransition, taskSplit } from './attemptEvents';
import { AttemptLog } from './attemptLog';
import type { EventLog } from './eventLog';
import { rejection } from './problems';
import { Stopping } from './stopping';
import { finishedTasks, type Origin } from './origin';
import { takeOver } from './takeOver';
import { attemptName, KnownTasks } from './tasks';
import { Waits } from './waits';

/** How often the output of running attempts is looked for. */
const LOG_INTERVAL_MS = 100;

export interface LoopOptions {
  readonly ds: Datastore;
  readonly ref: RunRef;
  readonly description: FlowDescription;
  readonly limits: Limits;
  readonly compute: Compute;
  readonly events: EventLog;
  /** Task id of `_parameters`. */
  readonly parametersTask: string;
  /** Present when the run resumes another one. */
  readonly origin?: Origin;
  /** As whom clones are written. */
  readonly who: CloneIdentity;
  /** Absolute path of an existing folder for the output of running attempts. */
  readonly spool: string;
  /** Bytes kept of each stream of an attempt. */
  readonly maxLogSize: number;
  /** The datastore can't be written. The loop goes on until its owner calls `abort`. */
  readonly onFailure: (error: unknown) => void;
}

export interface RunFailure {
  readonly step: string;
  readonly task: string;
  readonly attempt: number;
  readonly error: TaskError;
}

export interface LoopOutcome {
  readonly result: RunResult;
  /** The first failure that ended the run. */
  readonly failure?: RunFailure;
  /** Tasks that ended well, by step. */
  readonly done: ReadonlyMap<string, number>;
}

interface Running {
  readonly launch: Launch;
  readonly step: string;
  readonly task: string;
  readonly attempt: number;
  readonly log: AttemptLog;
}

export class TaskLoop {
  readonly #plan: Plan;
  #state: SchedulerState = INITIAL_STATE;
  readonly #tasks: KnownTasks;
  /** By attempt name. */
  readonly #running = new Map<string, Running>();
  readonly #waits = new Waits((task) => this.#step({ type: 'waited', task }));
  readonly #stopping: Stopping;
  readonly #done = new Map<string, number>();
  /** Tasks of gangs that are counted as done: one that is repeated with its gang is not. */
  readonly #gangDone = new Set<TaskKey>();
  #failure: RunFailure | undefined;
  #resolve: (outcome: LoopOutcome) => void = () => undefined;
  readonly #finished = new Promise<LoopOutcome>((resolve) => (this.#resolve = resolve));

  constructor(private readonly options: LoopOptions) {
    this.#plan = planOf(options.description, options.limits);
    const { ds, ref } = options;
    this.#tasks = new KnownTasks(() => ds.metadata.newTaskId(ref.flow, ref.run));
    this.#tasks.add(PARAMETERS_TASK, { step: PARAMETERS_STEP, task: options.parametersTask });
    this.#stopping = new Stopping(options.compute, () => [...this.#running.values()]);
  }

  /** Runs the flow to its end, whatever that is. Call it once; a run that was cancelled before starts nothing. */
  async run(): Promise<LoopOutcome> {
    const logTimer = setInterval(() => this.#followLogs(), LOG_INTERVAL_MS);
    this.options.compute.onEvent((event) => this.#onCompute(event));
    try {
      if (this.options.origin) await this.#takeOver(this.options.origin);
      this.#step({ type: 'begin' });
      return await this.#finished;
    } finally {
      clearInterval(logTimer);
      this.#stopping.dispose();
      this.#waits.clear();
    }
  }

  /** Ends in order: running tasks are told, then stopped. */
  cancel(): void {
    this.#step({ type: 'cancel' });
  }

  /** Ends at once. */
  kill(): void {
    this.#step({ type: 'cancel' });
    this.#stopping.kill();
  }

  /** Ends because nothing can be stored any more. */
  abort(): void {
    this.#step({ type: 'abort' });
  }

  /** What the run that is resumed had done, before anything is started. */
  async #takeOver(origin: Origin): Promise<void> {
    const { ds, ref, who, events, onFailure, parametersTask } = this.options;
    const { cloneOnly } = origin;
    const finished = finishedTasks(origin);
    const commands = this.#decide({ type: 'take-over', finished, cloneOnly });
    const stopped = (): boolean => this.#state.phase.kind === 'over';
    try {
      await takeOver(commands, { ds, ref, origin, who, tasks: this.#tasks, events, stopped });
      await markResumed(ds, { ...ref, step: PARAMETERS_STEP, task: parametersTask });
    } catch (error) {
      onFailure(error);
    }
    for (const command of commands) {
      if (command.type === 'clone') this.#count(command.step, 1);
      else if (command.type === 'reject') this.#reject(command.failure);
    }
  }

  /** A clone goes where the graph does not lead any more. */
  #reject(failure: Failure): void {
    const { attempt, task: key } = failure;
    const { step, task } = this.#tasks.get(key);
    const error = rejection(failure);
    this.#failure ??= { step, task, attempt, error };
    this.options.events.append({ type: 'notice', message: `${step}/${task}: ${error.message}` });
  }

  #step(event: SchedulerEvent): void {
    this.#carryOut(this.#decide(event));
  }

  #decide(event: SchedulerEvent): readonly SchedulerCommand[] {
    const { state, commands } = decide(this.#plan, this.#state, event);
    this.#state = state;
    return commands;
  }

  #carryOut(commands: readonly SchedulerCommand[]): void {
    const launches: AttemptRequest[] = [];
    for (const command of commands) {
      if (command.type === 'launch') launches.push(this.#prepare(command));
      else if (command.type === 'wait') this.#waits.start(command.task, command.minutes);
      else if (command.type === 'forget') this.#forget(command.tasks);
      else if (command.type === 'stop')
        this.#stopping.stop(command.reason, this.#ids(command.tasks));
      else if (command.type === 'finish') this.#end(command.result);
    }
    if (launches.length > 0) this.options.compute.launch(launches);
  }

  #forget(keys: readonly TaskKey[]): void {
    this.#tasks.forget(keys);
    for (const key of keys) this.#gangDone.delete(key);
  }

  /** Of those that run. */
  #ids(keys: readonly TaskKey[]): readonly Running[] {
    const wanted = new Set(keys);
    return [...this.#running.values()].filter(({ launch }) => wanted.has(launch.task));
  }

  #prepare(launch: Launch): AttemptRequest {
    const { ds, ref, spool, maxLogSize } = this.options;
    const { step, attempt, splitIndex } = launch;
    const { task } = this.#tasks.identify(launch);
    const gang = this.#tasks.gangPlace(launch);
    if (gang && this.#gangDone.delete(launch.task)) this.#count(step, -1);
    const file = path.join(spool, `${task}.${attempt}`);
    const files = { stdout: `${file}.stdout`, stderr: `${file}.stderr` };
    const log = new AttemptLog(ds, { ...ref, step, task }, attempt, { ...files, maxLogSize });
    const running = { launch, step, task, attempt, log };
    this.#running.set(attemptName(running), running);
    return {
      step,
      task,
      attempt,
      inputs: launch.inputs.map((key) => this.#tasks.get(key)),
      ...(splitIndex === undefined ? {} : { splitIndex }),
      ...(gang ? { gang } : {}),
      createdAt: this.#tasks.nextCreation(),
      userAttempts: launch.userAttempts,
      ...files,
    };
  }

  #onCompute(event: ComputeEvent): void {
    switch (event.type) {
      case 'attempt_started':
        this.#onStarted(event);
        break;
      case 'attempt_ended':
        this.#onEnded(event);
        break;
      case 'notice':
        this.options.events.append({ type: 'notice', message: event.message });
        break;
      case 'lost':
        this.#onLost(event.message);
        break;
    }
  }

  #onStarted({ step, task, attempt, pid, at }: AttemptStartedReply): void {
    const running = this.#running.get(attemptName({ step, task, attempt }));
    if (!running) return;
    const { indices, inputs, splitIndex } = running.launch;
    const value = this.#tasks.valueOf(inputs[0], splitIndex);
    const item = value === undefined ? {} : { value };
    this.options.events.append(
      { type: 'attempt_started', step, task, attempt, indices, ...item, pid },
      at,
    );
  }

  #onEnded(reply: AttemptEndedReply): void {
    const name = attemptName(reply);
    const running = this.#running.get(name);
    if (!running) return;
    this.#running.delete(name);
    const key = running.launch.task;
    const succeeded = reply.result.state !== 'failed';
    if (succeeded) this.#noteSuccess(running, reply);
    const commands = this.#decide(
      succeeded
        ? { type: 'succeeded', task: key, transition: takenTransition(reply) }
        : { type: 'failed', task: key },
    );
    const told = this.#stopping.wasTold(name);
    const ended = attemptEnded({ task: key, reply, told, commands });
    if (ended.error && this.#state.phase.kind !== 'going') {
      const { step, task, attempt, error } = ended;
      this.#failure ??= { step, task, attempt, error };
    }
    // Whoever reads that the task has ended finds its whole output.
    const output = running.log.end(lastLine(ended));
    output?.catch(this.options.onFailure);
    const split = ended.state === 'failed' ? undefined : taskSplit(reply);
    if (split) this.options.events.append(split, reply.at, output);
    this.options.events.append(ended, reply.at, output);
    this.#carryOut(commands);
  }

  #noteSuccess({ launch, step }: Running, { result }: AttemptEndedReply): void {
    this.#count(step, 1);
    if (launch.gang) this.#gangDone.add(launch.task);
    if (result.state !== 'failed' && result.transition?.foreach) {
      this.#tasks.setValues(launch.task, result.transition.foreach.values);
    }
  }

  #count(step: string, tasks: number): void {
    this.#done.set(step, (this.#done.get(step) ?? 0) + tasks);
  }

  /** The host is gone and its children with it: nothing that ran will be heard of again. */
  #onLost(message: string): void {
    // Nobody is left who could be told to stop.
    const commands = this.#decide({ type: 'abort' });
    this.#carryOut(commands.filter(({ type }) => type !== 'stop'));
    for (const { step, task, attempt } of this.#running.values()) {
      this.#onEnded({
        type: 'attempt_ended',
        step,
        task,
        attempt,
        at: Date.now(),
        cpuSeconds: 0,
        maxMemory: 0,
        result: { state: 'failed', error: { kind: 'host', message } },
      });
    }
  }

  #followLogs(): void {
    for (const { log } of this.#running.values()) {
      log.follow()?.catch(this.options.onFailure);
    }
  }

  #end(result: RunResult): void {
    this.#resolve({
      result,
      ...(this.#failure && result === 'failed' ? { failure: this.#failure } : {}),
      done: this.#done,
    });
  }
}
