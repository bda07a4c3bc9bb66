/** Lets the person choose the interpreter: what was found, or a file. */
import * as vscode from 'vscode';
import type { Command } from '../app';
import { COMMANDS, SETTINGS } from '../ids';
import { isTrusted } from '../problems';
import { probePython } from '../python/probe';
import { failureText, sourceText } from '../python/report';

type Row = vscode.QuickPickItem & {
  readonly choice: { readonly path: string } | 'browse' | 'clear';
};

export const selectPython: Command = async (app, argument) => {
  if (!(await isTrusted())) return;
  const folder = folderOf(argument);
  const picked = await vscode.window.showQuickPick(rows(app, folder), {
    title: vscode.l10n.t('Python for flows'),
    placeHolder: vscode.l10n.t('Choose the interpreter that runs flows'),
  });
  if (!picked) return;
  const path = picked.choice === 'browse' ? await browse() : picked.choice;
  if (path === undefined) return;
  const value = path === 'clear' ? undefined : path.path;
  const several = (vscode.workspace.workspaceFolders?.length ?? 0) > 1;
  const target = several
    ? vscode.ConfigurationTarget.WorkspaceFolder
    : vscode.workspace.workspaceFolders
      ? vscode.ConfigurationTarget.Workspace
      : vscode.ConfigurationTarget.Global;
  await vscode.workspace
    .getConfiguration(undefined, folder ?? null)
    .update(SETTINGS.pythonPath, value, target);
  app.interpreters.forget();
};

async function rows(app: Parameters<Command>[0], folder: vscode.Uri | undefined): Promise<Row[]> {
  const found = await Promise.all(
    (await app.interpreters.candidates(folder)).map(async (candidate) => ({
      candidate,
      probe: await probePython(candidate.command),
    })),
  );
  const list = found.map(({ candidate, probe }): Row => ({
    label: probe.ok
      ? `$(check) Python ${probe.interpreter.version.join('.')}`
      : `$(close) ${candidate.command}`,
    description: sourceText(candidate.source),
    detail: probe.ok ? probe.interpreter.path : failureText(probe.reason),
    choice: { path: probe.ok ? probe.interpreter.path : candidate.command },
  }));
  const usable = list.filter((_, index) => found[index]?.probe.ok);
  const broken = list.filter((_, index) => !found[index]?.probe.ok);
  const actions: Row[] = [
    { label: `$(folder-opened) ${vscode.l10n.t('Browse…')}`, choice: 'browse' },
    {
      label: `$(discard) ${vscode.l10n.t('Choose automatically')}`,
      detail: vscode.l10n.t('Clears the setting flowdeck.pythonPath'),
      choice: 'clear',
    },
  ];
  return [...usable, ...actions, ...broken.map((row) => ({ ...row, choice: 'browse' as const }))];
}

async function browse(): Promise<{ readonly path: string } | undefined> {
  const [file] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Choose a Python interpreter'),
      openLabel: vscode.l10n.t('Use this Python'),
      canSelectMany: false,
    })) ?? [];
  if (!file) return undefined;
  const probe = await probePython(file.fsPath);
  if (probe.ok) return { path: file.fsPath };
  const again = vscode.l10n.t('Choose again');
  const answer = await vscode.window.showErrorMessage(
    vscode.l10n.t('{0} cannot run flows: {1}', file.fsPath, failureText(probe.reason)),
    again,
  );
  if (answer === again) await vscode.commands.executeCommand(COMMANDS.selectPython);
  return undefined;
}

function folderOf(argument: unknown): vscode.Uri | undefined {
  const uri =
    argument instanceof vscode.Uri ? argument : vscode.window.activeTextEditor?.document.uri;
  const folder = uri && vscode.workspace.getWorkspaceFolder(uri);
  return (folder ?? vscode.workspace.workspaceFolders?.[0])?.uri;
}
