/** A notebook, or a script with cells, as a flow: in a new unsaved file beside it. */
import path from 'node:path';
import * as vscode from 'vscode';
import type { ConvertRequest } from '../../language-server/protocol';
import type { Command } from '../app';

export const convertToFlow: Command = async ({ language }) => {
  const request = requestOfActive();
  if (!request) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Open the notebook or the Python script that is to become a flow.'),
    );
    return;
  }
  const answer = await language.convert(request);
  if ('refused' in answer) {
    void vscode.window.showWarningMessage(
      answer.cell === undefined
        ? vscode.l10n.t('This cannot be converted: {0}.', answer.refused)
        : vscode.l10n.t('Cell {0} cannot be converted: {1}.', answer.cell, answer.refused),
    );
    return;
  }
  const document = await vscode.workspace.openTextDocument({
    language: 'python',
    content: answer.text,
  });
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside });
};

function requestOfActive(): ConvertRequest | undefined {
  const notebook = vscode.window.activeNotebookEditor?.notebook;
  if (notebook) {
    const cells = notebook.getCells().map(({ kind, document }) => ({
      kind: kind === vscode.NotebookCellKind.Code ? ('code' as const) : ('markdown' as const),
      text: document.getText(),
    }));
    return { name: nameOf(notebook.uri), content: { cells } };
  }
  const document = vscode.window.activeTextEditor?.document;
  if (document?.languageId !== 'python') return undefined;
  return { name: nameOf(document.uri), content: { text: document.getText() } };
}

function nameOf(uri: vscode.Uri): string {
  return path.posix.parse(uri.path).name;
}
