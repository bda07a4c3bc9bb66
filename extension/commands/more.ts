/** What else can be done with a flow: behind the last of its lenses, so that they stay few. */
import * as vscode from 'vscode';
import type { MoreArguments } from '../../language-server/protocol';
import type { RunRef } from '../../runner/service/protocol';
import type { App, Command } from '../app';
import { COMMANDS } from '../ids';

interface Choice extends vscode.QuickPickItem {
  readonly choose: () => Thenable<unknown>;
}

export const more: Command = async (app, argument) => {
  if (!isMore(argument)) return;
  app.runs.open();
  const run = latestRun(app, argument);
  const picked = await vscode.window.showQuickPick(choicesFor(argument, run), {
    placeHolder: argument.flow,
  });
  await picked?.choose();
};

function isMore(argument: unknown): argument is MoreArguments {
  return (
    typeof argument === 'object' &&
    argument !== null &&
    'uri' in argument &&
    'flow' in argument &&
    'position' in argument
  );
}

function latestRun(app: App, { uri, flow }: MoreArguments): RunRef | undefined {
  return app.runs.latest(flow, vscode.Uri.parse(uri).fsPath)?.ref;
}

function choicesFor(target: MoreArguments, run: RunRef | undefined): Choice[] {
  const { uri, flow } = target;
  return [
    ...whenTrusted(
      ours('settings', vscode.l10n.t('Run with Parameters…'), COMMANDS.runWithParameters, {
        uri,
        flow,
      }),
      ours('run-below', vscode.l10n.t('Run One Step…'), COMMANDS.runStep, { uri, flow }),
    ),
    ...ofRun(run),
    inEditor('references', vscode.l10n.t('Find All References'), REFERENCES, target),
    inEditor('lightbulb', vscode.l10n.t('Change the Code…'), 'editor.action.refactor', target),
  ];
}

const REFERENCES = 'editor.action.goToReferences';

function ofRun(run: RunRef | undefined): Choice[] {
  if (!run) return [];
  return [
    ...whenTrusted(
      ours('debug-continue', vscode.l10n.t('Resume the Last Run'), COMMANDS.resumeRun, run),
    ),
    ours('copy', vscode.l10n.t("Copy the Last Run's Pathspec"), COMMANDS.copyPathspec, run),
  ];
}

function whenTrusted(...choices: Choice[]): Choice[] {
  return vscode.workspace.isTrusted ? choices : [];
}

function ours(icon: string, words: string, command: string, argument: object): Choice {
  const choose = (): Thenable<unknown> => vscode.commands.executeCommand(command, argument);
  return { label: `$(${icon}) ${words}`, choose };
}

/** The editor's own commands act on what the cursor stands on. */
function inEditor(icon: string, words: string, command: string, target: MoreArguments): Choice {
  const choose = async (): Promise<void> => {
    const { line, character } = target.position;
    const selection = new vscode.Selection(line, character, line, character);
    await vscode.window.showTextDocument(vscode.Uri.parse(target.uri), { selection });
    await vscode.commands.executeCommand(command);
  };
  return { label: `$(${icon}) ${words}`, choose };
}
