/** Opens Run pages and source. */
import * as vscode from 'vscode';
import type { App, Command } from '../app';
import { openSource as openAt } from '../problems';
import { flowTarget, runTarget } from './target';

/** The flow's page on its graph; with its newest run, if there is one. */
export const openGraph: Command = async (app, argument) => {
  app.runs.open();
  const target = await flowTarget(app, argument);
  if (!target) return;
  const flow = target.flow ?? (await app.language.describe(target.uri))?.description.name;
  if (flow === undefined) return;
  const page = app.pages.open({ flow, uri: target.uri.toString() });
  if (page.state.tab !== 'graph') page.choose('graph', page.state.selection);
};

export const openRun: Command = async (app, argument) => {
  app.runs.open();
  const run = await runTarget(app, argument);
  if (!run) return;
  const uri = await uriOf(app, run.flow, app.runs.find(run)?.file);
  const page = app.pages.open({ flow: run.flow, run, ...(uri === undefined ? {} : { uri }) });
  const step = stepOf(argument);
  if (step !== undefined) page.choose(undefined, { step });
};

/** A step of a run, or of the flow's graph when the step never ran. */
export const openStep: Command = async (app, argument) => {
  if (runOfStep(argument)) return openRun(app, argument);
  await openGraph(app, argument);
};

export const openLatestRun: Command = async (app, argument) => {
  app.runs.open();
  if (!app.runs.known) await app.runs.refresh();
  const target = argument === undefined ? undefined : await flowTarget(app, argument);
  const run =
    target?.flow === undefined ? app.runs.list[0] : app.runs.latest(target.flow, target.uri.fsPath);
  if (run) return openRun(app, run.ref);
  void vscode.window.showInformationMessage(vscode.l10n.t('No flow has run here yet.'));
};

/** The flow's class or a step's method. */
export const openSource: Command = async (app, argument) => {
  const target = await flowTarget(app, argument);
  if (!target) return;
  const step = stepOf(argument);
  const described = await app.language.describe(target.uri, target.flow);
  const found =
    step === undefined ? undefined : described?.description.steps.find((it) => it.name === step);
  // A step may be defined in a base class's file.
  if (found) return openAt(vscode.Uri.file(found.sourceFile), found.line);
  await openAt(target.uri, (described?.range.start.line ?? 0) + 1);
};

/** The step that a command was called on. */
export function stepOf(argument: unknown): string | undefined {
  if (typeof argument !== 'object' || argument === null || !('step' in argument)) return undefined;
  return typeof argument.step === 'string' ? argument.step : undefined;
}

function runOfStep(argument: unknown): boolean {
  return typeof argument === 'object' && argument !== null && 'root' in argument;
}

/** The flow's file as a URI: the run's own, else a flow of this name in the workspace. */
async function uriOf(
  app: App,
  flow: string,
  file: string | undefined,
): Promise<string | undefined> {
  if (file !== undefined) return vscode.Uri.file(file).toString();
  const flows = app.language.flows ?? (await app.language.workspaceFlows());
  const found = flows.find((it) => it.name === flow);
  return found && vscode.Uri.parse(found.uri).toString();
}
