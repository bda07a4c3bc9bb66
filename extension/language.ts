/**
 * What the language server knows of the workspace's flows. Starts the server when it is first needed, and keeps the last
 * answers, so that views can be drawn at once.
 */
import { createRequire } from 'node:module';
import path from 'node:path';
import * as vscode from 'vscode';
import type {
  FlowSummary,
  Settings,
  StaticFlow,
  ConvertAnswer,
  ConvertRequest,
} from '../language-server/protocol';
import { changeFacts, type FactsChange, type RunFacts } from '../runner/flow/facts';
import { COMMANDS, SETTINGS } from './ids';
import type { LanguageConnection } from './languageClient';
import { settingsOf } from './languageSettings';
import { translations } from './translations';

type ClientBundle = typeof import('./languageClient');

export class Language implements vscode.Disposable {
  /** Flows of the workspace, or undefined while it was not scanned. */
  flows: readonly FlowSummary[] | undefined;

  private readonly flowsEmitter = new vscode.EventEmitter<void>();
  /** `flows` is different. */
  readonly onDidChangeFlows = this.flowsEmitter.event;
  private readonly editedEmitter = new vscode.EventEmitter<{
    readonly uri: string;
    readonly flows: readonly StaticFlow[];
  }>();
  /** A document was edited: its flows as they are now. */
  readonly onDidEdit = this.editedEmitter.event;
  private readonly startEmitter = new vscode.EventEmitter<void>();
  /** The server runs: from now on it can be asked without starting it. */
  readonly onDidStart = this.startEmitter.event;

  private connection: Promise<LanguageConnection> | undefined;
  private facts: readonly RunFacts[] = [];
  private channel: vscode.LogOutputChannel | undefined;

  constructor(
    private readonly dist: string,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  get started(): boolean {
    return this.connection !== undefined;
  }

  /** Starts the server unless it was started; failures are logged and shown once. */
  start(): void {
    this.connected().catch(() => undefined);
  }

  /** The flow of this name in a file, or the one that its guard runs; undefined when the file has none. */
  async describe(uri: vscode.Uri, flow?: string): Promise<StaticFlow | undefined> {
    return (await this.connected()).describe(uri.toString(), flow);
  }

  /** What a notebook or a script would be as a flow. */
  async convert(request: ConvertRequest): Promise<ConvertAnswer> {
    return (await this.connected()).convert(request);
  }

  /** All flows; scans the workspace at the first question. */
  async workspaceFlows(): Promise<readonly FlowSummary[]> {
    if (this.flows) return this.flows;
    return this.refresh();
  }

  pushFacts(change: FactsChange): void {
    this.facts = changeFacts(this.facts, change);
    this.tell((connection) => connection.pushFacts(change));
  }

  settingsChanged(): void {
    this.tell((connection) => connection.settingsChanged(currentSettings()));
  }

  /** Starts the server anew, also one that was given up. */
  async restart(): Promise<void> {
    const running = await this.connection?.catch(() => undefined);
    if (running) return running.restart();
    this.connection = undefined;
    await this.connected();
  }

  trustGranted(): void {
    this.tell((connection) => connection.trustGranted());
  }

  dispose(): void {
    void this.connection?.then((connection) => connection.stop()).catch(() => undefined);
    for (const part of [this.flowsEmitter, this.editedEmitter, this.startEmitter, this.channel]) {
      part?.dispose();
    }
  }

  /** Asks again; also after folders came or went. */
  async refresh(): Promise<readonly FlowSummary[]> {
    const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.toString());
    const flows = await (await this.connected()).workspaceFlows(folders);
    this.flows = flows;
    this.flowsEmitter.fire();
    return flows;
  }

  private tell(call: (connection: LanguageConnection) => Promise<void>): void {
    this.connection?.then(call).catch((error: unknown) => this.log.warn(String(error)));
  }

  private connected(): Promise<LanguageConnection> {
    this.connection ??= this.launch();
    return this.connection;
  }

  private async launch(): Promise<LanguageConnection> {
    try {
      const load = createRequire(__filename);
      const bundle = load(path.join(this.dist, 'language-client.cjs')) as ClientBundle;
      this.channel ??= vscode.window.createOutputChannel('Flowdeck Language Server', { log: true });
      const connection = await bundle.startLanguageClient({
        server: path.join(this.dist, 'language-server.cjs'),
        initialization: () => ({
          wasmFolder: path.join(this.dist, 'wasm'),
          trusted: vscode.workspace.isTrusted,
          messages: translations(),
          settings: currentSettings(),
        }),
        channel: this.channel,
        onFlowsChanged: () => {
          this.refresh().catch((error: unknown) => this.log.error(String(error)));
        },
        onEdited: (uri, flows) => this.editedEmitter.fire({ uri, flows }),
        onRestarted: () => this.restarted(),
        onGaveUp: () => void this.gaveUp(),
      });
      await connection.pushFacts({ whole: true, changed: this.facts, removed: [] });
      this.startEmitter.fire();
      return connection;
    } catch (error) {
      this.log.error(error instanceof Error ? error : String(error));
      void vscode.window.showErrorMessage(
        vscode.l10n.t('The Flowdeck language server could not be started: {0}', String(error)),
      );
      throw error;
    }
  }

  /** A new server knows the open documents, and nothing else. */
  private restarted(): void {
    this.pushFacts({ whole: true, changed: this.facts, removed: [] });
    this.refresh().catch((error: unknown) => this.log.error(String(error)));
  }

  private async gaveUp(): Promise<void> {
    const restart = vscode.l10n.t('Start again');
    const picked = await vscode.window.showErrorMessage(
      vscode.l10n.t('The Flowdeck language server ended several times.'),
      restart,
      vscode.l10n.t('Show log'),
    );
    if (picked === restart) await vscode.commands.executeCommand(COMMANDS.restartLanguageServer);
    else if (picked !== undefined) this.channel?.show();
  }
}

function currentSettings(): Settings {
  const settings = vscode.workspace.getConfiguration();
  return settingsOf({
    rules: settings.get(SETTINGS.rules),
    inlayHints: settings.get(SETTINGS.inlayHints),
    exclude: settings.get('files.exclude'),
  });
}
