/** Run Step: one step again, with the inputs of the latest run, in a terminal. Its result is kept apart from runs. */
import * as vscode from 'vscode';
import type { StepDescription } from '../../runner/flow/description';
import type { App, Command } from '../app';
import { STEP_TASK } from '../ids';
import { runtimeCopy } from '../launchService';
import { isTrusted } from '../problems';
import { stepOf } from './open';
import { interpreter, saveAll, workingDirectory, type ChosenPython } from './start';
import { flowTarget, type FlowTarget } from './target';

export const runStep: Command = async (app, argument) => {
  if (!(await isTrusted())) return;
  const target = await flowTarget(app, argument);
  if (!target || !(await saveAll(target))) return;
  const described = await app.language.describe(target.uri, target.flow);
  if (!described) return;
  const step = stepOf(argument) ?? (await pick(described.description.steps));
  if (step === undefined) return;
  const python = await interpreter(app, target.uri);
  if (!python) return;
  await vscode.tasks.executeTask(
    await taskOf(app, target, described.description.name, step, python),
  );
};

async function pick(steps: readonly StepDescription[]): Promise<string | undefined> {
  const items = steps.map(({ name, doc }) => ({
    label: name,
    description: doc.split('\n', 1)[0] ?? '',
  }));
  const picked = await vscode.window.showQuickPick(items, {
    placeHolder: vscode.l10n.t('Choose a step to run'),
  });
  return picked?.label;
}

/** A task of the editor: its terminal stays, and shows the same step again when it is run again. */
async function taskOf(
  { context }: App,
  { uri }: FlowTarget,
  flow: string,
  step: string,
  python: ChosenPython,
): Promise<vscode.Task> {
  const dist = vscode.Uri.joinPath(context.extensionUri, 'dist').fsPath;
  const copy = await runtimeCopy({ dist, storage: context.globalStorageUri.fsPath });
  const runner = vscode.Uri.joinPath(vscode.Uri.file(copy), 'flowdeck.js').fsPath;
  const words = ['spin', '--logs', '--python', python.path, '--flow', flow, uri.fsPath, step];
  const execution = new vscode.ProcessExecution(process.execPath, [runner, ...words], {
    cwd: workingDirectory(uri),
    env: { ...kept(python.env), ELECTRON_RUN_AS_NODE: '1' },
  });
  const scope = vscode.workspace.getWorkspaceFolder(uri) ?? vscode.TaskScope.Workspace;
  const name = vscode.l10n.t('step {0} of {1}', step, flow);
  const task = new vscode.Task({ type: STEP_TASK, flow, step }, scope, name, 'Flowdeck', execution);
  task.presentationOptions = { reveal: vscode.TaskRevealKind.Always, clear: true };
  return task;
}

/** A task can set variables, not remove them. */
function kept(env: ChosenPython['env']): Record<string, string> {
  const entries = Object.entries(env).flatMap(([name, value]) =>
    value === null ? [] : [[name, value] as const],
  );
  return Object.fromEntries(entries);
}
