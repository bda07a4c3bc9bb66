/**
 * New terminals of a workspace with flows find the bundled runtime: `python flow.py run` works there without any
 * installation. The setting flowdeck.terminal.runtime switches it off.
 */
import * as vscode from 'vscode';
import { SETTINGS } from './ids';
import type { Language } from './language';
import type { StableRuntime } from './stableRuntime';
import { changesOfTerminals, type TerminalChanges } from './runVariables';

export class Terminals implements vscode.Disposable {
  private readonly disposables: readonly vscode.Disposable[];
  private applied: string | undefined;
  private updating = Promise.resolve();

  /** @param runtime Makes the runtime's stable names; asked when a workspace with flows is open. */
  constructor(
    private readonly collection: vscode.EnvironmentVariableCollection,
    private readonly language: Language,
    private readonly runtime: () => Promise<StableRuntime>,
    private readonly log: vscode.LogOutputChannel,
  ) {
    const update = () => this.updateSoon();
    this.disposables = [
      language.onDidChangeFlows(update),
      vscode.workspace.onDidGrantWorkspaceTrust(update),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('flowdeck')) update();
      }),
    ];
  }

  dispose(): void {
    for (const disposable of this.disposables) disposable.dispose();
  }

  /** One after the other: the last state wins. */
  private updateSoon(): void {
    this.updating = this.updating
      .then(() => this.update())
      .catch((error: unknown) => this.log.warn(`terminals: ${String(error)}`));
  }

  private async update(): Promise<void> {
    // Before the scan, what an earlier window left in the collection stays.
    if (this.language.flows === undefined) return;
    const changes = await this.wanted();
    const text = JSON.stringify(changes);
    if (text === this.applied) return;
    this.applied = text;
    this.collection.clear();
    this.collection.description = vscode.l10n.t(
      'Lets flows run in the terminal with `python flow.py run`',
    );
    for (const [name, value] of Object.entries(changes.replace)) {
      this.collection.replace(name, value);
    }
    for (const [name, value] of Object.entries(changes.prepend)) {
      this.collection.prepend(name, value);
    }
  }

  private async wanted(): Promise<TerminalChanges> {
    const configuration = vscode.workspace.getConfiguration();
    const isOn =
      vscode.workspace.isTrusted &&
      (this.language.flows ?? []).length > 0 &&
      configuration.get<boolean>(SETTINGS.terminalRuntime, true);
    if (!isOn) return { replace: {}, prepend: {} };
    return changesOfTerminals(await this.runtime(), process.env, {
      engine: configuration.get<string>(SETTINGS.engine, 'flowdeck'),
      decorators: configuration.get<readonly string[]>(SETTINGS.with, []),
    });
  }
}
