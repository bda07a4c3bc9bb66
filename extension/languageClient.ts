/**
 * The language server's client: a bundle of its own (dist/language-client.cjs), because the client library is larger than
 * all the rest of the extension; `language.ts` loads it when it is needed. Only here are that library's classes seen.
 */
import * as vscode from 'vscode';
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  State,
  TransportKind,
  type DocumentSelector,
  type ErrorHandler,
} from 'vscode-languageclient/node';
import {
  ConvertToFlow,
  DescribeFlow,
  FlowsEdited,
  LENS_COMMANDS,
  PushFacts,
  SettingsChanged,
  TrustGranted,
  WorkspaceFlows,
  WorkspaceFlowsChanged,
  type ConvertAnswer,
  type ConvertRequest,
  type FlowSummary,
  type InitializationOptions,
  type Settings,
  type StaticFlow,
} from '../language-server/protocol';
import { FlowdeckError } from '../runner/errors';
import type { FactsChange } from '../runner/flow/facts';
import { restartAfter } from './restarts';

export interface LanguageClientOptions {
  /** Absolute path of dist/language-server.cjs. */
  readonly server: string;
  /** Asked at every start of the server. */
  readonly initialization: () => InitializationOptions;
  readonly channel: vscode.LogOutputChannel;
  readonly onFlowsChanged: () => void;
  readonly onEdited: (uri: string, flows: readonly StaticFlow[]) => void;
  /** The server ended by itself and was started again: it knows nothing that it was told before. */
  readonly onRestarted: () => void;
  /** It ended too often and is not started again until `restart`. */
  readonly onGaveUp: () => void;
}

/** What the rest of the extension sees of the language server. */
export interface LanguageConnection {
  workspaceFlows(folders: readonly string[]): Promise<readonly FlowSummary[]>;
  describe(uri: string, flow?: string): Promise<StaticFlow | undefined>;
  convert(request: ConvertRequest): Promise<ConvertAnswer>;
  pushFacts(change: FactsChange): Promise<void>;
  settingsChanged(settings: Settings): Promise<void>;
  trustGranted(): Promise<void>;
  /** Stops the server, if it runs, and starts it anew. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** They show something; none of them runs anything. */
const HOVER_COMMANDS = [
  LENS_COMMANDS.graph,
  LENS_COMMANDS.openRun,
  LENS_COMMANDS.openStep,
  LENS_COMMANDS.showValue,
];

const DOCUMENTS: DocumentSelector = [
  { language: 'python', scheme: 'file' },
  { language: 'python', scheme: 'untitled' },
  { language: 'python', scheme: 'vscode-vfs' },
  { language: 'python', notebook: 'jupyter-notebook' },
];

export async function startLanguageClient(
  options: LanguageClientOptions,
): Promise<LanguageConnection> {
  const deaths = countDeaths(options.onGaveUp);
  const client = new LanguageClient(
    // Also the prefix of `flowdeck.trace.server`, which the library reads.
    'flowdeck',
    'Flowdeck',
    { module: options.server, transport: TransportKind.ipc },
    {
      documentSelector: DOCUMENTS,
      initializationOptions: options.initialization,
      outputChannel: options.channel,
      errorHandler: deaths.handler,
      // Links in hovers may call these commands and no others: hovers hold what users and buckets supply.
      markdown: { isTrusted: { enabledCommands: HOVER_COMMANDS } },
    },
  );
  client.onNotification(WorkspaceFlowsChanged, options.onFlowsChanged);
  client.onNotification(FlowsEdited, ({ uri, flows }) => options.onEdited(uri, flows));
  await client.start();
  client.onDidChangeState(({ newState }) => {
    if (newState === State.Running) options.onRestarted();
  });
  /** What goes wrong with a server that was given up is that. */
  async function asked<R>(answer: Promise<R>): Promise<R> {
    try {
      return await answer;
    } catch (error) {
      throw client.state === State.Stopped ? stopped(error) : error;
    }
  }
  return {
    workspaceFlows: async (folders) =>
      (await asked(client.sendRequest(WorkspaceFlows, { folders }))).flows,
    describe: async (uri, flow) => {
      const question = flow === undefined ? { uri } : { uri, flow };
      return (await asked(client.sendRequest(DescribeFlow, question))).flow;
    },
    convert: (request) => asked(client.sendRequest(ConvertToFlow, request)),
    pushFacts: (change) => client.sendNotification(PushFacts, change),
    settingsChanged: (settings) => client.sendNotification(SettingsChanged, settings),
    trustGranted: () => client.sendNotification(TrustGranted, {}),
    async restart() {
      deaths.forget();
      await client.restart();
    },
    stop: () => client.dispose(),
  };
}

function stopped(cause: unknown): FlowdeckError {
  return new FlowdeckError(
    {
      code: 'language-server-stopped',
      message: 'The Flowdeck language server is not running',
      remedy: 'Start it with the command Flowdeck: Restart Language Server.',
    },
    { cause },
  );
}

/** Starts a server that ended by itself again, a few times. */
function countDeaths(gaveUp: () => void): {
  readonly handler: ErrorHandler;
  readonly forget: () => void;
} {
  let ends: readonly number[] = [];
  return {
    handler: {
      // A message that could not be written or read; if the server is gone, `closed` follows.
      error: () => ({ action: ErrorAction.Continue, handled: true }),
      closed() {
        const recent = restartAfter(ends, Date.now());
        if (recent) {
          ends = recent;
          return { action: CloseAction.Restart, handled: true };
        }
        gaveUp();
        return { action: CloseAction.DoNotRestart, handled: true };
      },
    },
    forget() {
      ends = [];
    },
  };
}
