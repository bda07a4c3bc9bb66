/** Which Python runs the flow in the active editor, as a language status item. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import { COMMANDS } from '../ids';
import type { Language } from '../language';
import type { Interpreters } from '../python/interpreter';
import { missingText, sourceText } from '../python/report';

export class PythonStatus implements vscode.Disposable {
  private readonly item = vscode.languages.createLanguageStatusItem('flowdeck.python', []);
  private readonly disposables: readonly { dispose(): unknown }[];

  constructor(
    private readonly language: Language,
    private readonly interpreters: Interpreters,
  ) {
    this.item.name = 'Flowdeck';
    this.item.command = { command: COMMANDS.selectPython, title: vscode.l10n.t('Choose…') };
    const draw = () => void this.draw();
    this.disposables = [
      this.item,
      language.onDidChangeFlows(draw),
      interpreters.onDidChange(draw),
      vscode.window.onDidChangeActiveTextEditor(draw),
      vscode.workspace.onDidGrantWorkspaceTrust(draw),
    ];
  }

  dispose(): void {
    for (const disposable of this.disposables) disposable.dispose();
  }

  private async draw(): Promise<void> {
    const flows = this.language.flows ?? [];
    // Shown on flows' files alone.
    this.item.selector = flows.map(({ uri }) => ({
      language: 'python',
      pattern: vscode.Uri.parse(uri).fsPath,
    }));
    const document = vscode.window.activeTextEditor?.document;
    const uri = document?.uri.toString();
    if (!document || !vscode.workspace.isTrusted) return;
    if (!flows.some((flow) => vscode.Uri.parse(flow.uri).toString() === uri)) return;
    const folder = vscode.workspace.getWorkspaceFolder(document.uri)?.uri;
    const choice = await this.interpreters.choose(folder);
    if (choice.chosen) {
      const { candidate, interpreter } = choice.chosen;
      this.item.text = vscode.l10n.t('Flows run on Python {0}', interpreter.version.join('.'));
      this.item.detail = `${shortPath(interpreter.path, folder)} · ${sourceText(candidate.source)}`;
      this.item.severity = vscode.LanguageStatusSeverity.Information;
    } else {
      this.item.text = vscode.l10n.t('No Python for flows');
      this.item.detail = missingText(choice);
      this.item.severity = vscode.LanguageStatusSeverity.Error;
    }
  }
}

function shortPath(file: string, folder: vscode.Uri | undefined): string {
  const relative = folder ? path.relative(folder.fsPath, file) : file;
  return relative.startsWith('..') ? file : relative;
}
