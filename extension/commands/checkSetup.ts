/** Check Setup: what runs would use, what is missing, how to fix it. */
import * as vscode from 'vscode';
import { CheckSetup, type CheckItem } from '../../runner/service/protocol';
import type { App, Command } from '../app';
import { COMMANDS } from '../ids';
import type { Choice } from '../python/choose';
import { isTrusted } from '../problems';
import { missingText, sourceText } from '../python/report';

const ICONS = { ok: 'check', warning: 'warning', problem: 'error' } as const;

export const checkSetup: Command = async (app) => {
  if (!(await isTrusted())) return;
  const editor = vscode.window.activeTextEditor?.document.uri;
  const folder =
    (editor && vscode.workspace.getWorkspaceFolder(editor)) ??
    vscode.workspace.workspaceFolders?.[0];
  const title = {
    location: vscode.ProgressLocation.Window,
    title: vscode.l10n.t('Checking the setup'),
  };
  const items = await vscode.window.withProgress(title, () => check(app, folder?.uri));
  for (const item of items) {
    app.log.info(
      `${item.state} ${item.name}: ${item.message}${item.remedy ? ` – ${item.remedy}` : ''}`,
    );
  }
  const picked = await vscode.window.showQuickPick(
    items.map((item) => ({
      label: `$(${ICONS[item.state]}) ${item.name}`,
      description: item.message,
      ...(item.remedy === undefined ? {} : { detail: item.remedy }),
    })),
    { title: vscode.l10n.t('Flowdeck setup'), placeHolder: vscode.l10n.t('Enter shows the log') },
  );
  if (picked) await vscode.commands.executeCommand(COMMANDS.showLog);
};

async function check(app: App, folder: vscode.Uri | undefined): Promise<readonly CheckItem[]> {
  app.interpreters.forget();
  const choice = await app.interpreters.choose(folder);
  const python = choice.chosen?.interpreter.path;
  const report = await app.service.request(CheckSetup, {
    ...(python === undefined ? {} : { python }),
    cwd: folder?.fsPath ?? process.cwd(),
  });
  return [chosenItem(choice), ...report.items];
}

function chosenItem(choice: Choice): CheckItem {
  const name = vscode.l10n.t('Interpreter');
  if (!choice.chosen) {
    const remedy = vscode.l10n.t('Install Python 3.9 or newer, or set flowdeck.pythonPath.');
    return { name, state: 'problem', message: missingText(choice), remedy };
  }
  const { candidate, interpreter } = choice.chosen;
  return { name, state: 'ok', message: `${interpreter.path} (${sourceText(candidate.source)})` };
}
