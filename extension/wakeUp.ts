/** Starts the language server when a Python file mentions metaflow, and never before. */
import * as vscode from 'vscode';
import type { Language } from './language';

/** Files that are longer are no flows; looking through them would hold the editor up. */
const LONGEST = 2_000_000;

function mentions(document: vscode.TextDocument): boolean {
  if (document.languageId !== 'python') return false;
  const text = document.getText();
  return text.length <= LONGEST && text.includes('metaflow');
}

/** @returns Stops looking; it stops by itself once the server runs. */
export function wakeLanguageServer(language: Language): vscode.Disposable {
  const disposables: { dispose(): unknown }[] = [];
  const stop = () => disposables.splice(0).forEach((disposable) => void disposable.dispose());
  const look = (document: vscode.TextDocument) => {
    if (mentions(document)) language.start();
    if (language.started) stop();
  };
  disposables.push(
    vscode.workspace.onDidOpenTextDocument(look),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      // Only the lines that were typed in: this runs at every key.
      if (document.languageId !== 'python') return;
      const typed = contentChanges.some(
        ({ range, text }) =>
          text.includes('metaflow') ||
          document
            .lineAt(Math.min(range.start.line, document.lineCount - 1))
            .text.includes('metaflow'),
      );
      if (typed) look(document);
    }),
    language.onDidStart(stop),
  );
  // Not within `activate`: loading the client takes longer than all the rest.
  const first = setImmediate(() => vscode.workspace.textDocuments.forEach(look));
  disposables.push({ dispose: () => clearImmediate(first) });
  return new vscode.Disposable(stop);
}
