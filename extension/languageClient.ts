/**
 * The language server's client: a bundle of its own (dist/language-client.cjs), because the client library is larger than
 * all the rest of the extension; `language.ts` loads it when it is needed. Only here are that library's classes seen.
 */
import * as vscode from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import {
  DescribeFlow,
  FlowsEdited,
  PushFacts,
  TrustGranted,
  WorkspaceFlows,
  WorkspaceFlowsChanged,
  type FlowSummary,
  type InitializationOptions,
  type StaticFlow,
} from '../language-server/protocol';
import type { FactsChange } from '../runner/flow/facts';

export interface LanguageClientOptions {
  /** Absolute path of dist/language-server.cjs. */
  readonly server: string;
  readonly initialization: InitializationOptions;
  readonly channel: vscode.LogOutputChannel;
  readonly onFlowsChanged: () => void;
  readonly onEdited: (uri: string, flows: readonly StaticFlow[]) => void;
}

/** What the rest of the extension sees of the language server. */
export interface LanguageConnection {
  workspaceFlows(folders: readonly string[]): Promise<readonly FlowSummary[]>;
  describe(uri: string, flow?: string): Promise<StaticFlow | undefined>;
  pushFacts(change: FactsChange): Promise<void>;
  trustGranted(): Promise<void>;
  stop(): Promise<void>;
}

export async function startLanguageClient(
  options: LanguageClientOptions,
): Promise<LanguageConnection> {
  const client = new LanguageClient(
    // Also the prefix of `flowdeck.trace.server`, which the library reads.
    'flowdeck',
    'Flowdeck',
    { module: options.server, transport: TransportKind.ipc },
    {
      documentSelector: [
        { language: 'python', scheme: 'file' },
        { language: 'python', scheme: 'untitled' },
        { language: 'python', scheme: 'vscode-vfs' },
      ],
      initializationOptions: options.initialization,
      outputChannel: options.channel,
    },
  );
  client.onNotification(WorkspaceFlowsChanged, options.onFlowsChanged);
  client.onNotification(FlowsEdited, ({ uri, flows }) => options.onEdited(uri, flows));
  await client.start();
  return {
    workspaceFlows: async (folders) =>
      (await client.sendRequest(WorkspaceFlows, { folders })).flows,
    describe: async (uri, flow) =>
      (await client.sendRequest(DescribeFlow, flow === undefined ? { uri } : { uri, flow })).flow,
    pushFacts: (change) => client.sendNotification(PushFacts, change),
    trustGranted: () => client.sendNotification(TrustGranted, {}),
    stop: () => client.dispose(),
  };
}
