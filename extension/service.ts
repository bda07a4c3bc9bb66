/**
 * The connection to the runner service: one Node process a window, started at the first question, started again
 * (a few times) when it ends by itself. Knows nothing of what is asked.
 */
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import {
  CancellationTokenSource,
  createMessageConnection,
  ResponseError,
  StreamMessageReader,
  StreamMessageWriter,
  type MessageConnection,
  type NotificationType,
  type RequestParam,
  type RequestType,
} from 'vscode-jsonrpc/node';
import { FlowdeckError, type ErrorDetails } from '../runner/errors';
import { Exit, FoldersChanged, Initialize, Shutdown } from '../runner/service/protocol';
import { restartAfter, restartDelay } from './restarts';

export interface ServiceLog {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

export interface ServiceOptions {
  /** Starts the process; its three streams are pipes. */
  readonly launch: () => Promise<ChildProcessWithoutNullStreams>;
  /** Absolute paths of the workspace folders. */
  readonly folders: () => readonly string[];
  readonly log: ServiceLog;
  /** The process ended too often and is not started again until `restart`. */
  readonly onGaveUp: () => void;
}

type Handler = (connection: MessageConnection) => void;

export class RunnerService {
  private connection: Promise<MessageConnection> | undefined;
  private readonly handlers: Handler[] = [];
  private readonly startListeners: (() => void)[] = [];
  private ends: readonly number[] = [];
  private gaveUp = false;
  private disposed = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly options: ServiceOptions) {}

  /**
   * Asks, and starts the service if it isn't running.
   *
   * @throws FlowdeckError What the service answered, or `service-stopped`.
   */
  async request<P, R>(
    type: RequestType<P, R, void>,
    params: NoInfer<RequestParam<P>>,
    signal?: AbortSignal,
  ): Promise<R> {
    const connection = await this.connected().catch((error: unknown) => {
      throw asFlowdeckError(error);
    });
    if (signal?.aborted) throw cancelled();
    const source = new CancellationTokenSource();
    const { token } = source;
    const cancel = () => source.cancel();
    signal?.addEventListener('abort', cancel);
    try {
      return await connection.sendRequest(type, params, token);
    } catch (error) {
      throw asFlowdeckError(error);
    } finally {
      signal?.removeEventListener('abort', cancel);
      source.dispose();
    }
  }

  /** Tells a running service; a service that is not running needs not be told. */
  notify<P>(type: NotificationType<P>, params: NoInfer<RequestParam<P>>): void {
    this.connection
      ?.then((connection) => connection.sendNotification(type, params))
      .catch((error: unknown) => this.options.log.warn(`${type.method}: ${String(error)}`));
  }

  /** Every process that will be started tells this listener. */
  onNotification<P>(type: NotificationType<P>, listener: (params: P) => void): void {
    this.handlers.push((connection) => connection.onNotification(type, listener));
  }

  /** Called whenever a new process answers: whoever subscribed to something subscribes again. */
  onDidStart(listener: () => void): void {
    this.startListeners.push(listener);
  }

  foldersChanged(): void {
    this.notify(FoldersChanged, { folders: this.options.folders() });
  }

  /** Forgets earlier crashes and starts anew. */
  async restart(): Promise<void> {
    this.gaveUp = false;
    this.ends = [];
    await this.connected();
  }

  dispose(): void {
    this.disposed = true;
    clearTimeout(this.timer);
    void this.connection
      ?.then(async (connection) => {
        await connection.sendRequest(Shutdown);
        await connection.sendNotification(Exit);
        connection.end();
      })
      .catch(() => undefined);
  }

  private connected(): Promise<MessageConnection> {
    if (this.gaveUp || this.disposed) return Promise.reject(stopped());
    clearTimeout(this.timer);
    this.connection ??= this.start();
    return this.connection;
  }

  private async start(): Promise<MessageConnection> {
    const { log, launch, folders } = this.options;
    let child: ChildProcessWithoutNullStreams;
    try {
      child = await launch();
    } catch (error) {
      this.ended(`could not be started: ${String(error)}`);
      throw error;
    }
    child.stderr.setEncoding('utf8').on('data', (text: string) => log.info(text.trimEnd()));
    const connection = createMessageConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    );
    // A write to a process that has just ended; its exit is handled below.
    connection.onError(([error]) => log.warn(`connection: ${error.message}`));
    const end = once((reason: string) => {
      connection.dispose();
      this.ended(reason);
    });
    child.once('error', (error) => end(`could not be started: ${error.message}`));
    child.once('exit', (code, signal) => end(`ended (${signal ?? `exit code ${code ?? '?'}`})`));
    for (const register of this.handlers) register(connection);
    connection.listen();
    const { roots } = await connection
      .sendRequest(Initialize, { folders: folders() })
      .catch((error: unknown) => {
        child.kill();
        throw error;
      });
    log.info(
      `service runs as process ${child.pid ?? '?'}; datastores: ${roots.join(', ') || 'none'}`,
    );
    // After the callers of `connected` have their connection.
    setImmediate(() => {
      if (!this.disposed) for (const listener of this.startListeners) listener();
    });
    return connection;
  }

  private ended(reason: string): void {
    this.connection = undefined;
    if (this.disposed) return;
    this.options.log.error(`service ${reason}`);
    const recent = restartAfter(this.ends, Date.now());
    if (!recent) {
      this.gaveUp = true;
      this.options.onGaveUp();
      return;
    }
    this.ends = recent;
    this.timer = setTimeout(() => {
      this.connected().catch((error: unknown) => this.options.log.error(String(error)));
    }, restartDelay(recent.length));
  }
}

function once(call: (reason: string) => void): (reason: string) => void {
  let called = false;
  return (reason) => {
    if (!called) call(reason);
    called = true;
  };
}

function stopped(): FlowdeckError {
  return new FlowdeckError({
    code: 'service-stopped',
    message: 'The Flowdeck runner service is not running',
    remedy: 'Show the log to see why it ended, or reload the window to start it again.',
  });
}

function cancelled(): FlowdeckError {
  return new FlowdeckError({ code: 'cancelled', message: 'The question was taken back' });
}

function isDetails(value: unknown): value is ErrorDetails {
  return typeof value === 'object' && value !== null && 'code' in value && 'message' in value;
}

/** The service answers with a FlowdeckError's details in the response's data. */
export function asFlowdeckError(error: unknown): FlowdeckError {
  if (error instanceof FlowdeckError) return error;
  if (error instanceof ResponseError && isDetails(error.data)) {
    return new FlowdeckError(error.data, { cause: error });
  }
  const message = error instanceof Error ? error.message : String(error);
  return new FlowdeckError({ code: 'service-failed', message }, { cause: error });
}
