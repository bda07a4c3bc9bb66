/** Keeps the context keys true: what is in the active file, which views are empty and why. */
import * as vscode from 'vscode';
import { CONTEXT } from './ids';
import type { Language } from './language';
import type { Interpreters } from './python/interpreter';
import type { Runs } from './runs';
import { throttle } from './throttle';

type Key = (typeof CONTEXT)[keyof typeof CONTEXT];

export class ContextKeys implements vscode.Disposable {
  private readonly values = new Map<Key, boolean>();
  private readonly fileSoon = throttle(() => void this.describeFile(), 50);
  private readonly disposables: vscode.Disposable[];

  constructor(
    private readonly language: Language,
    private readonly runs: Runs,
    private readonly interpreters: Interpreters,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.set(CONTEXT.untrusted, !vscode.workspace.isTrusted);
    this.disposables = [
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.set(CONTEXT.untrusted, false)),
      vscode.window.onDidChangeActiveTextEditor(this.fileSoon.call),
      language.onDidStart(this.fileSoon.call),
      language.onDidChangeFlows(() => {
        this.set(CONTEXT.flowsKnown, language.flows !== undefined);
        this.set(CONTEXT.hasFlows, (language.flows ?? []).length > 0);
        this.fileSoon.call();
      }),
      language.onDidEdit(({ uri, flows }) => {
        const active = vscode.window.activeTextEditor?.document.uri.toString();
        if (vscode.Uri.parse(uri).toString() === active) {
          this.set(CONTEXT.fileHasFlow, flows.length > 0);
        }
      }),
      runs.onDidChangeList(() => {
        this.set(CONTEXT.runsKnown, this.runs.known);
        this.set(CONTEXT.hasRuns, this.runs.list.length > 0);
        this.set(
          CONTEXT.hasActiveRuns,
          this.runs.list.some(({ state }) => state === 'running'),
        );
      }),
    ];
  }

  /** Looks whether any folder has a Python to run with; for the views' welcome. */
  async checkPython(): Promise<void> {
    if (!vscode.workspace.isTrusted) return;
    const folders = vscode.workspace.workspaceFolders ?? [undefined];
    const choices = await Promise.all(
      folders.map((folder) => this.interpreters.choose(folder?.uri)),
    );
    this.set(CONTEXT.pythonMissing, !choices.some((choice) => choice.chosen));
  }

  dispose(): void {
    this.fileSoon.cancel();
    for (const disposable of this.disposables) disposable.dispose();
  }

  private async describeFile(): Promise<void> {
    const document = vscode.window.activeTextEditor?.document;
    // The active editor is undefined while a page has the focus: the title bar then shows the page's own actions.
    if (!document || !this.language.started) return;
    try {
      const flow =
        document.languageId === 'python' ? await this.language.describe(document.uri) : undefined;
      this.set(CONTEXT.fileHasFlow, flow !== undefined);
    } catch (error) {
      this.log.warn(`flows of ${document.uri.toString()}: ${String(error)}`);
    }
  }

  private set(key: Key, value: boolean): void {
    if (this.values.get(key) === value) return;
    this.values.set(key, value);
    void vscode.commands.executeCommand('setContext', key, value);
  }
}
