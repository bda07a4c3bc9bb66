/** `flowdeck service`: JSON-RPC on standard input and output, for one window of an editor. Wires questions to their answers. */
import { ResponseError, type CancellationToken, type MessageConnection } from 'vscode-jsonrpc';
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import { FlowdeckError } from '../errors';
import { checkParameterValue } from '../flow/parameters';
import { cancelRun, startRun } from '../runs/control';
import { findRoots } from '../runs/findRoots';
import { RunIndex } from '../runs/index';
import { OpenRuns } from '../runs/openRuns';
import { tasksPage } from '../runs/stepModels';
import { checkSetup } from '../runs/setup';
import { FactsFeed } from './factsFeed';
import * as protocol from './protocol';
import { RunList } from './runList';
import { RunSubscriptions } from './runSubscriptions';
import { artifactLook, logPage, taskArtifacts } from './taskQueries';

/** JSON-RPC's range for errors of the server; `data` has the ErrorDetails. */
const FAILED = -32000;
/** Milliseconds between two searches for datastores that appeared below the folders. */
const ROOTS_INTERVAL = 15_000;

export async function serveOnStdio(): Promise<void> {
  const connection = createMessageConnection(
    new StreamMessageReader(process.stdin),
    new StreamMessageWriter(process.stdout),
  );
  using service = new Service(connection, process.argv[1] ?? '', process.env);
  connection.listen();
  // Without its window the service has no one to serve.
  await new Promise<void>((resolve) => {
    connection.onClose(resolve);
    connection.onNotification(protocol.Exit, resolve);
    process.stdin.once('end', resolve);
  });
  service[Symbol.dispose]();
  process.exit(0);
}

export class Service implements Disposable {
  readonly #runs = new OpenRuns();
  readonly #index = new RunIndex(this.#runs);
  readonly #list: RunList;
  readonly #watched: RunSubscriptions;
  readonly #facts: FactsFeed;
  #folders: readonly string[] = [];
  /** Of runs that were started from here: they may lie outside of the folders. */
  readonly #ownRoots = new Set<string>();
  #timer: NodeJS.Timeout | undefined;

  /** @param entry the bundle's `flowdeck.js`, which runs are started with. */
  constructor(
    connection: MessageConnection,
    private readonly entry: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {
    const notify = connection.sendNotification.bind(connection);
    this.#list = new RunList(
      this.#index,
      (changed) => void notify(protocol.RunsChangedNotification, changed),
    );
    this.#watched = new RunSubscriptions(
      this.#runs,
      (changed) => void notify(protocol.RunChangedNotification, changed),
    );
    this.#facts = new FactsFeed(
      this.#index,
      this.#runs,
      (change) => void notify(protocol.FactsNotification, change),
    );
    this.#answer(connection);
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    this.#list[Symbol.dispose]();
    this.#watched[Symbol.dispose]();
    this.#facts[Symbol.dispose]();
    this.#index[Symbol.dispose]();
    this.#runs[Symbol.dispose]();
  }

  #answer(connection: MessageConnection): void {
    const { Initialize, RunsList, WatchRun, Tasks, TaskLog, TaskArtifacts } = protocol;
    const { StartRun, CancelRun, CheckParameter, CheckSetup } = protocol;
    connection.onRequest(
      Initialize,
      told(({ folders }) => this.#initialize(folders)),
    );
    connection.onNotification(protocol.FoldersChanged, ({ folders }) => {
      void this.#initialize(folders).catch(() => undefined);
    });
    connection.onRequest(
      RunsList,
      told((params, signal) => this.#list.page(params, signal)),
    );
    connection.onRequest(
      WatchRun,
      told(({ ref }) => this.#watched.watch(ref)),
    );
    connection.onNotification(protocol.UnwatchRun, ({ ref }) => this.#watched.unwatch(ref));
    connection.onRequest(
      Tasks,
      told(async ({ ref, ...page }, signal) => tasksPage(await this.#runs.read(ref, signal), page)),
    );
    connection.onRequest(
      TaskLog,
      told((params, signal) => logPage(this.#runs, params, signal)),
    );
    connection.onRequest(
      TaskArtifacts,
      told(async (place) => ({ artifacts: await taskArtifacts(this.#runs, place) })),
    );
    connection.onRequest(
      protocol.LookAtArtifact,
      told((place, signal) => artifactLook(this.#runs, place, signal)),
    );
    connection.onRequest(
      StartRun,
      told((params) => this.#startRun(params)),
    );
    connection.onRequest(
      CancelRun,
      told(({ ref, force }) => cancelRun(ref, force ?? false)),
    );
    connection.onRequest(CheckParameter, ({ parameter, text }) => {
      const error = checkParameterValue(parameter, text);
      return error === undefined ? {} : { error };
    });
    connection.onRequest(
      CheckSetup,
      told(async (params) => ({ items: await checkSetup({ ...params, env: this.env }) })),
    );
    connection.onRequest(protocol.Shutdown, () => this[Symbol.dispose]());
  }

  async #initialize(folders: readonly string[]): Promise<{ readonly roots: readonly string[] }> {
    this.#folders = folders;
    await this.#findRoots();
    this.#timer ??= setInterval(
      () => void this.#findRoots().catch(() => undefined),
      ROOTS_INTERVAL,
    );
    this.#facts.start();
    return { roots: this.#index.roots };
  }

  async #findRoots(): Promise<void> {
    const found = await findRoots(this.#folders, this.env);
    this.#index.setRoots([...found, ...this.#ownRoots]);
    await this.#list.look();
  }

  async #startRun(params: protocol.StartParams): Promise<protocol.StartResult> {
    const result = await startRun(params, this.entry);
    if ('ref' in result) {
      this.#ownRoots.add(result.ref.root);
      this.#index.setRoots([...this.#index.roots, result.ref.root]);
      // The list has it before whoever asked hears of it.
      await this.#list.look();
    }
    return result;
  }
}

/** Cancellation as a signal, and our errors as errors of the protocol that keep their details. */
function told<P, R>(
  answer: (params: P, signal: AbortSignal) => Promise<R>,
): (params: P, token: CancellationToken) => Promise<R> {
  return async (params, token) => {
    const cancelled = new AbortController();
    const listening = token.onCancellationRequested(() => cancelled.abort());
    try {
      return await answer(params, cancelled.signal);
    } catch (error) {
      throw responseError(error);
    } finally {
      listening.dispose();
    }
  };
}

function responseError(error: unknown): ResponseError<unknown> {
  if (error instanceof FlowdeckError) {
    return new ResponseError(FAILED, error.message, error.toDetails());
  }
  const message = error instanceof Error ? error.message : String(error);
  return new ResponseError(FAILED, message, { code: 'internal', message });
}
