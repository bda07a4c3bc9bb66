/** Run: save, find Python, ask for what is missing, start, show. */
import path from 'node:path';
import * as vscode from 'vscode';
import type { StaticFlow } from '../../language-server/protocol';
import { FlowdeckError } from '../../runner/errors';
import { StartRun } from '../../runner/service/protocol';
import type { App, Command } from '../app';
import { COMMANDS, SETTINGS } from '../ids';
import { isTrusted, showProblem } from '../problems';
import { missingText } from '../python/report';
import { variablesOfSettings } from '../runVariables';
import { askAll, askRequired } from './askParameters';
import { given, mustAsk, remembered, textsOfRun, type ParameterTexts } from './parameters';
import { flowTarget, type FlowTarget } from './target';

/** How the parameters come about. */
type Asking = 'required' | 'all' | 'again';

export const runFlow: Command = (app, argument) => run(app, argument, 'required');
export const runWithParameters: Command = (app, argument) => run(app, argument, 'all');
/** With the parameters of the run it is called on, or the last ones of the flow. */
export const runAgain: Command = (app, argument) => run(app, argument, 'again');

async function run(app: App, argument: unknown, asking: Asking): Promise<void> {
  if (!(await isTrusted())) return;
  const target = await flowTarget(app, argument);
  if (!target || !(await saveAll(target))) return;
  const described = await app.language.describe(target.uri, target.flow);
  if (!described) throw noFlow(target);
  const python = await interpreter(app, target.uri);
  if (!python) return;
  const { description } = described;
  const key = `parameters:${target.uri.toString()}#${description.name}`;
  const last = app.context.workspaceState.get<ParameterTexts>(key);
  const texts = await parameters(app, described, target, last, asking);
  if (!texts) return;
  await app.context.workspaceState.update(key, texts);
  await start(app, target, described, python, given(description.parameters, texts));
}

async function parameters(
  app: App,
  { description }: StaticFlow,
  target: FlowTarget,
  kept: ParameterTexts | undefined,
  asking: Asking,
): Promise<ParameterTexts | undefined> {
  const all = description.parameters;
  const last = remembered(all, kept);
  if (asking === 'all') return askAll(app, description.name, all, last);
  if (asking === 'required') {
    const texts = await askRequired(app, all, last);
    return texts && { ...texts };
  }
  const model = target.run && (await app.runs.snapshot(target.run));
  const again = model ? textsOfRun(all, model.parameters) : last;
  const missing = mustAsk(all).filter(({ name }) => again[name] === undefined);
  const rest = await askRequired(app, missing, last);
  return rest && { ...again, ...rest };
}

async function start(
  app: App,
  target: FlowTarget,
  { description }: StaticFlow,
  python: { readonly path: string; readonly env: Record<string, string | null> },
  texts: ParameterTexts,
): Promise<void> {
  app.runs.open();
  const { uri } = target;
  const configuration = vscode.workspace.getConfiguration(undefined, uri);
  const settings = {
    engine: configuration.get<string>(SETTINGS.engine, 'flowdeck'),
    decorators: configuration.get<readonly string[]>(SETTINGS.with, []),
  };
  const progress = {
    location: vscode.ProgressLocation.Window,
    title: vscode.l10n.t('Starting {0}', description.name),
  };
  const result = await vscode.window.withProgress(progress, () =>
    app.service.request(StartRun, {
      file: uri.fsPath,
      flow: description.name,
      parameters: texts,
      maxWorkers: configuration.get<number>(SETTINGS.maxWorkers, 16),
      maxNumSplits: configuration.get<number>(SETTINGS.maxNumSplits, 100),
      python: python.path,
      cwd: workingDirectory(uri),
      env: { ...python.env, ...variablesOfSettings(settings, process.env) },
    }),
  );
  if ('error' in result) return showProblem(result.error);
  app.pages.open({ flow: description.name, uri: uri.toString(), run: result.ref });
}

/** The workspace's folder, or the file's where the Python extension's setting says so. */
function workingDirectory(uri: vscode.Uri): string {
  const inFileDir = vscode.workspace
    .getConfiguration('python', uri)
    .get<boolean>('terminal.executeInFileDir', false);
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  return folder && !inFileDir ? folder.uri.fsPath : path.dirname(uri.fsPath);
}

/** Unsaved text would not run. False: the flow's file has no place on this machine's disk. */
async function saveAll({ uri }: FlowTarget): Promise<boolean> {
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

async function interpreter(app: App, uri: vscode.Uri) {
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

function noFlow({ uri, flow }: FlowTarget): FlowdeckError {
  return new FlowdeckError({
    code: 'no-flow',
    message: flow === undefined ? 'The file defines no flow' : `The file defines no flow ${flow}`,
    where: { file: uri.fsPath },
    remedy: 'A flow is a class that derives from FlowSpec.',
  });
}

function notSaved(uri: vscode.Uri): FlowdeckError {
  return new FlowdeckError({
    code: 'not-saved',
    message: `${path.basename(uri.fsPath)} could not be saved`,
    where: { file: uri.fsPath },
    remedy: 'Save it, then run again.',
  });
}
