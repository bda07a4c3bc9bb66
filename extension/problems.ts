/** Errors as messages: what failed, what to do, and a button to the place. */
import path from 'node:path';
import * as vscode from 'vscode';
import type { ErrorDetails } from '../runner/errors';
import { COMMANDS } from './ids';
import { asFlowdeckError } from './service';

/** One line for a message box. */
function problemText(details: ErrorDetails): string {
  return details.remedy === undefined ? details.message : `${details.message}. ${details.remedy}`;
}

export async function showProblem(details: ErrorDetails): Promise<void> {
  const { where } = details;
  const showLog = vscode.l10n.t('Show log');
  const place =
    where && 'file' in where
      ? { ...where, label: [path.basename(where.file), where.line].filter(Boolean).join(':') }
      : undefined;
  const open = place && vscode.l10n.t('Open {0}', place.label);
  const picked = await vscode.window.showErrorMessage(
    problemText(details),
    ...(open === undefined ? [] : [open]),
    showLog,
  );
  if (picked === showLog) await vscode.commands.executeCommand(COMMANDS.showLog);
  else if (picked !== undefined && place) {
    await openSource(vscode.Uri.file(place.file), place.line ?? 1, place.column);
  }
}

/** For a command's end: whatever was thrown is shown, nothing is swallowed. */
export async function showThrown(error: unknown, log: vscode.LogOutputChannel): Promise<void> {
  log.error(error instanceof Error ? error : String(error));
  await showProblem(asFlowdeckError(error).toDetails());
}

/** For commands that run something: true, or a message that says why not. */
export async function isTrusted(): Promise<boolean> {
  if (vscode.workspace.isTrusted) return true;
  const trust = vscode.l10n.t('Manage trust');
  const picked = await vscode.window.showWarningMessage(
    vscode.l10n.t('This workspace is not trusted: its flows can be read but not run.'),
    trust,
  );
  if (picked === trust) await vscode.commands.executeCommand('workbench.trust.manage');
  return false;
}

/**
 * Opens a file with the cursor on a line.
 *
 * @param line 1-based.
 * @param column 1-based.
 */
export async function openSource(uri: vscode.Uri, line: number, column = 1): Promise<void> {
  const at = new vscode.Position(Math.max(0, line - 1), Math.max(0, column - 1));
  await vscode.window.showTextDocument(uri, {
    selection: new vscode.Range(at, at),
    // Beside a Run page the code's own group is used again.
    viewColumn: columnOf(uri),
  });
}

/** The group that shows the file already, or one that shows text. */
function columnOf(uri: vscode.Uri): vscode.ViewColumn {
  const editors = vscode.window.visibleTextEditors.filter((editor) => editor.viewColumn);
  const same = editors.find((editor) => editor.document.uri.toString() === uri.toString());
  return same?.viewColumn ?? editors[0]?.viewColumn ?? vscode.ViewColumn.One;
}
