/** What every start of a run needs: saved files, an interpreter, and the service's answer shown. */
import path from 'node:path';
import * as vscode from 'vscode';
import { FlowdeckError } from '../../runner/errors';
import { StartRun, type StartParams } from '../../runner/service/protocol';
import type { App } from '../app';
import { COMMANDS, SETTINGS } from '../ids';
import { showProblem } from '../problems';
import { missingText } from '../python/report';
import { variablesOfSettings } from '../runVariables';
import type { FlowTarget } from './target';

/** An interpreter with the variables of its environment. */
export interface ChosenPython {
  readonly path: string;
  readonly env: Readonly<Record<string, string | null>>;
}

/** Starts and shows the run, or says why there is none. */
export async function start(
  app: App,
  { uri }: FlowTarget,
  flow: string,
  python: ChosenPython,
  what: Pick<StartParams, 'parameters' | 'resume'>,
): Promise<void> {
  app.runs.open();
  const configuration = vscode.workspace.getConfiguration(undefined, uri);
  const settings = {
    engine: configuration.get<string>(SETTINGS.engine, 'flowdeck'),
    decorators: configuration.get<readonly string[]>(SETTINGS.with, []),
  };
  const progress = {
    location: vscode.ProgressLocation.Window,
    title: vscode.l10n.t('Starting {0}', flow),
  };
  const result = await vscode.window.withProgress(progress, () =>
    app.service.request(StartRun, {
      ...what,
      file: uri.fsPath,
      flow,
      maxWorkers: configuration.get<number>(SETTINGS.maxWorkers, 16),
      maxNumSplits: configuration.get<number>(SETTINGS.maxNumSplits, 100),
      python: python.path,
      cwd: workingDirectory(uri),
      env: { ...python.env, ...variablesOfSettings(settings, process.env) },
    }),
  );
  if ('error' in result) return showProblem(result.error);
  app.pages.open({ flow, uri: uri.toString(), run: result.ref });
}

/** The workspace's folder, or the file's where the Python extension's setting says so. */
export function workingDirectory(uri: vscode.Uri): string {
  const inFileDir = vscode.workspace
    .getConfiguration('python', uri)
    .get<boolean>('terminal.executeInFileDir', false);
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  return folder && !inFileDir ? folder.uri.fsPath : path.dirname(uri.fsPath);
}

/** Unsaved text would not run. False: the flow's file has no place on this machine's disk. */
export async function saveAll({ uri }: FlowTarget): Promise<boolean> {
  if (uri.scheme !== 'file') {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Save the file to a folder first: flows run from files on disk.'),
    );
    return false;
  }
  const dirty = vscode.workspace.textDocuments.filter(
    (document) => document.isDirty && !document.isUntitled,
  );
  for (const document of dirty) {
    if (!(await document.save())) throw notSaved(document.uri);
  }
  return true;
}

/** Asks for another one when none fits; undefined: there is none. */
export async function interpreter(app: App, uri: vscode.Uri): Promise<ChosenPython | undefined> {
  const folder = vscode.workspace.getWorkspaceFolder(uri)?.uri;
  const choice = await app.interpreters.choose(folder);
  if (choice.chosen) {
    const { interpreter: found } = choice.chosen;
    return { path: found.path, env: await app.interpreters.environment(found, folder) };
  }
  const choose = vscode.l10n.t('Choose Python…');
  const picked = await vscode.window.showErrorMessage(missingText(choice), choose);
  if (picked === choose) await vscode.commands.executeCommand(COMMANDS.selectPython, uri);
  return undefined;
}

function notSaved(uri: vscode.Uri): FlowdeckError {
  return new FlowdeckError({
    code: 'not-saved',
    message: `${path.basename(uri.fsPath)} could not be saved`,
    where: { file: uri.fsPath },
    remedy: 'Save it, then run again.',
  });
}
