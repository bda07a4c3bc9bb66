/**
 * A Python host on this machine: executes the flow's file once and runs its attempts as processes.
 *
 * ```
 * startPythonHost ──▶ load ──▶ described (or an error is thrown)
 *                     sendSnapshot, storeParameters, launch …, cancel …   ──▶ events
 *                     dispose ──▶ shutdown
 * ```
 */
import * as v from 'valibot';
import { FlowdeckError } from '../errors';
import type { Compute, ComputeEvent } from './compute';
import type { HostExit, HostLink } from './hostLink';
import { withEnvironments, type Variables } from './hostPool';
import { HostProcess, type HostProcessOptions } from './hostProcess';
import {
  HostReplySchema,
  PROTOCOL_VERSION,
  type AttemptEndedReply,
  type AttemptId,
  type AttemptRequest,
  type Described,
  type HostReply,
  type LoadRequest,
  type ParametersRequest,
  type Refused,
  type RunPlace,
  type SnapshotMessage,
} from './protocol';
import { FlowRefusedError, hostFailure, spawnFailure } from './refused';

export interface PythonHostOptions extends HostProcessOptions {
  /** Absolute path of the flow's file. */
  readonly file: string;
  readonly flow?: string | undefined;
  /** What the file sees as `sys.argv[1:]`. */
  readonly argv: readonly string[];
  /** Gives up starting; has no effect once the host has started. */
  readonly signal?: AbortSignal | undefined;
}

/** How long a host may take to run exit handlers before it is killed. */
const SHUTDOWN_MS = 2000;

/**
 * Starts Python at once and resolves when it has described the flow.
 *
 * @throws FlowRefusedError when the file cannot be executed or holds no single flow; FlowdeckError `python-not-found`,
 *   `host-lost`; the signal's reason.
 */
export async function startPythonHost(options: PythonHostOptions): Promise<PythonHost> {
  const { signal } = options;
  signal?.throwIfAborted();
  const process = new HostProcess(options);
  const abort = () => process.kill();
  signal?.addEventListener('abort', abort, { once: true });
  try {
    const first = firstReply(process, options.python);
    process.send(loadRequest(options));
    const answer = await first;
    if (answer.type === 'refused') throw new FlowRefusedError(answer);
    return withEnvironments(new LinkedHost(process, answer, options.python), (variables, signal) =>
      startFurtherHost({ ...options, signal }, answer, variables),
    );
  } catch (error) {
    process.kill();
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}

/**
 * One more host of a run, with variables on top of its environment.
 *
 * @param answer what the first host said
 */
export async function startFurtherHost(
  options: PythonHostOptions,
  answer: Described,
  variables: Variables,
): Promise<PythonHost> {
  const { python, argv = options.argv, description } = answer;
  const env = { ...options.env, ...variables };
  const flags = python.flags ?? options.flags;
  const given = { ...options, env, argv, flow: description.name, flags };
  const process = new HostProcess({ ...given, onOutput: undefined });
  const first = firstReply(process, options.python);
  const abort = () => process.kill();
  options.signal?.addEventListener('abort', abort, { once: true });
  process.send(loadRequest(given));
  const own = await first.finally(() => options.signal?.removeEventListener('abort', abort));
  if (own.type === 'refused') throw new FlowRefusedError(own);
  return new LinkedHost(process, own, options.python);
}

function loadRequest({ file, argv, flow }: PythonHostOptions): LoadRequest {
  return {
    type: 'load',
    version: PROTOCOL_VERSION,
    file,
    argv,
    ...(flow === undefined ? {} : { flow }),
  };
}

/** What a host says first. @throws FlowdeckError `host-lost`, `host-protocol`. */
export function firstReply(process: HostLink, python: string): Promise<Described | Refused> {
  return new Promise((resolve, reject) => {
    process.onLine = (line) => {
      const reply = parseReply(line);
      if (reply instanceof FlowdeckError) reject(reply);
      else if (reply.type === 'described' || reply.type === 'refused') resolve(reply);
    };
    void process.exited.then((exit) => reject(exitError(python, exit)));
  });
}

/** A host that has described its flow. */
export interface PythonHost extends Compute {
  /** What the flow is, and the Python that runs it. */
  readonly described: Described;
  /** Process id of the host. */
  readonly pid: number | undefined;
  /** The code that modules load from, from now on. To be sent before `storeParameters` or `join`. */
  sendSnapshot(snapshot: SnapshotMessage): void;
  /**
   * Writes the `_parameters` task. A bad value comes as a `failed` end.
   *
   * @throws FlowdeckError `host-lost`
   */
  storeParameters(request: ParametersRequest): Promise<AttemptEndedReply>;
  /** Instead of `storeParameters`, for a run whose `_parameters` task is there already. */
  join(run: RunPlace): void;
}

export class LinkedHost implements PythonHost {
  private readonly early: ComputeEvent[] = [];
  private listener: ((event: ComputeEvent) => void) | undefined;
  private parameters:
    { readonly key: string; settle: (end: AttemptEndedReply | Error) => void } | undefined;
  private ending = false;
  /** A signal reached the host, which leaves to us what comes of it. */
  onSignal: (signal: string) => void = () => undefined;

  constructor(
    private readonly process: HostLink,
    readonly described: Described,
    python: string,
  ) {
    process.onLine = (line) => this.take(line);
    void process.exited.then((exit) => this.lose(exitError(python, exit)));
  }

  get pid(): number | undefined {
    return this.process.pid;
  }

  sendSnapshot(snapshot: SnapshotMessage): void {
    this.process.send(snapshot);
  }

  storeParameters(request: ParametersRequest): Promise<AttemptEndedReply> {
    return new Promise((resolve, reject) => {
      const settle = (end: AttemptEndedReply | Error) => {
        this.parameters = undefined;
        if (end instanceof Error) reject(end);
        else resolve(end);
      };
      this.parameters = { key: attemptKey(request.attempt), settle };
      this.process.send(request);
    });
  }

  join(run: RunPlace): void {
    this.process.send({ type: 'join', run });
  }

  launch(attempts: readonly AttemptRequest[]): void {
    this.process.send({ type: 'launch', attempts });
  }

  cancel(attempts: readonly AttemptId[], graceSeconds: number): void {
    this.process.send({ type: 'cancel', attempts, graceSeconds });
  }

  onEvent(listener: (event: ComputeEvent) => void): void {
    this.listener = listener;
    for (const event of this.early.splice(0)) listener(event);
  }

  /** Ends the host and whatever still runs in it. Resolves when the process is gone. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.ending = true;
    this.process.send({ type: 'shutdown' });
    this.process.endRequests();
    const killer = setTimeout(() => this.process.kill(), SHUTDOWN_MS);
    await this.process.exited;
    clearTimeout(killer);
  }

  private take(line: string): void {
    const reply = parseReply(line);
    if (reply instanceof FlowdeckError) {
      this.lose(reply);
      this.process.kill();
      return;
    }
    if (reply.type === 'described' || reply.type === 'refused') return;
    if (reply.type === 'signalled') {
      this.onSignal(reply.signal);
      return;
    }
    const { parameters } = this;
    if (reply.type === 'attempt_ended' && parameters?.key === attemptKey(reply))
      parameters.settle(reply);
    else this.emit(reply);
  }

  private lose(error: FlowdeckError): void {
    this.parameters?.settle(error);
    if (this.ending) return;
    this.ending = true;
    const remedy = error.remedy === undefined ? '' : `. ${error.remedy}`;
    this.emit({ type: 'lost', message: `${error.message}${remedy}` });
  }

  private emit(event: ComputeEvent): void {
    if (this.listener === undefined) this.early.push(event);
    else this.listener(event);
  }
}

function attemptKey({ step, task, attempt }: AttemptId): string {
  return `${step}/${task}/${attempt}`;
}

function exitError(python: string, exit: HostExit): FlowdeckError {
  if (exit.spawnError !== undefined)
    return new FlowdeckError(spawnFailure(python, exit.spawnError));
  return new FlowdeckError(hostFailure(python, exit, exit.lastWords));
}

function parseReply(line: string): HostReply | FlowdeckError {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    value = undefined;
  }
  const parsed = v.safeParse(HostReplySchema, value);
  if (parsed.success) return parsed.output;
  const issue = parsed.issues[0];
  return new FlowdeckError({
    code: 'host-protocol',
    message: `The Python process of the run sent what cannot be understood: ${issue.message} (${v.getDotPath(issue) ?? 'line'})`,
    remedy: 'Report this with the run’s log: it is a fault of Flowdeck.',
  });
}
