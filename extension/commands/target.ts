/** What a command is about, whatever it was called with. */
import * as vscode from 'vscode';
import type { FlowSummary } from '../../language-server/protocol';
import type { RunRef, RunSummary } from '../../runner/service/protocol';
import type { App } from '../app';
import { isRunRef } from '../pages/pageState';
import { runStateText, stateIcon, whenText } from '../views/stateText';

export interface FlowTarget {
  readonly uri: vscode.Uri;
  /** Absent: the flow that the file's guard runs. */
  readonly flow?: string;
  /** The run that the command was called on. */
  readonly run?: RunRef;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** Nodes of the trees, arguments of lenses, a page's target, the title bar's Uri. */
function runOf(argument: unknown): RunRef | undefined {
  if (isRunRef(argument)) {
    return { root: argument.root, flow: argument.flow, run: argument.run };
  }
  if (!isRecord(argument)) return undefined;
  if (argument['kind'] === 'run') return (argument as { run: RunSummary }).run.ref;
  return isRunRef(argument['run']) ? argument['run'] : undefined;
}

function fileOf(app: App, argument: unknown): { uri: vscode.Uri; flow?: string } | undefined {
  if (argument instanceof vscode.Uri) return { uri: argument };
  if (!isRecord(argument)) return undefined;
  if (argument['kind'] === 'flow' || argument['kind'] === 'step') {
    const { flow } = argument as { flow: FlowSummary };
    return { uri: vscode.Uri.parse(flow.uri), flow: flow.name };
  }
  if (typeof argument['uri'] === 'string' && typeof argument['flow'] === 'string') {
    return { uri: vscode.Uri.parse(argument['uri']), flow: argument['flow'] };
  }
  const run = runOf(argument);
  const file = run && app.runs.find(run)?.file;
  return run && file !== undefined ? { uri: vscode.Uri.file(file), flow: run.flow } : undefined;
}

/** The flow that a command is about; asks when nothing tells. Undefined: the person chose none. */
export async function flowTarget(app: App, argument: unknown): Promise<FlowTarget | undefined> {
  const run = runOf(argument);
  const known = fileOf(app, argument) ?? (await ofFlowName(app, run?.flow));
  const target = known ?? (await activeFlow(app)) ?? (await pickFlow(app));
  if (!target) return undefined;
  const chosen = target.flow === undefined ? await oneOfFile(app, target.uri) : target.flow;
  if (chosen === null) return undefined;
  return {
    uri: target.uri,
    ...(chosen === undefined ? {} : { flow: chosen }),
    ...(run ? { run } : {}),
  };
}

async function ofFlowName(app: App, name: string | undefined) {
  if (name === undefined) return undefined;
  const flow = (await app.language.workspaceFlows()).find((it) => it.name === name);
  return flow && { uri: vscode.Uri.parse(flow.uri), flow: flow.name };
}

async function activeFlow(app: App): Promise<{ uri: vscode.Uri; flow?: string } | undefined> {
  const document = vscode.window.activeTextEditor?.document;
  if (document?.languageId !== 'python') return undefined;
  return (await app.language.describe(document.uri)) ? { uri: document.uri } : undefined;
}

/** Of several flows in a file the person chooses one; undefined leaves it to the guard, null is no choice. */
async function oneOfFile(app: App, uri: vscode.Uri): Promise<string | null | undefined> {
  const flows = (await app.language.workspaceFlows()).filter(
    (flow) => vscode.Uri.parse(flow.uri).toString() === uri.toString(),
  );
  if (flows.length > 1) return (await pick(flows))?.name ?? null;
  return flows[0]?.name ?? (await app.language.describe(uri))?.description.name;
}

async function pickFlow(app: App): Promise<{ uri: vscode.Uri; flow: string } | undefined> {
  const flows = await app.language.workspaceFlows();
  if (flows.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t(
        'No flow was found in this window: open a folder with a Python class that derives from FlowSpec.',
      ),
    );
    return undefined;
  }
  const flow = flows.length === 1 ? flows[0] : await pick(flows);
  return flow && { uri: vscode.Uri.parse(flow.uri), flow: flow.name };
}

async function pick(flows: readonly FlowSummary[]): Promise<FlowSummary | undefined> {
  const items = flows.map((flow) => ({
    label: flow.name,
    description: vscode.workspace.asRelativePath(vscode.Uri.parse(flow.uri)),
    flow,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    placeHolder: vscode.l10n.t('Choose a flow'),
  });
  return picked?.flow;
}

/** The run that a command is about; asks when nothing tells. */
export async function runTarget(
  app: App,
  argument: unknown,
  wanted: (run: RunSummary) => boolean = () => true,
): Promise<RunRef | undefined> {
  const known = runOf(argument);
  if (known) return known;
  app.runs.open();
  if (!app.runs.known) await app.runs.refresh();
  const items = app.runs.list.filter(wanted).map((run) => ({
    label: run.ref.flow,
    description: `${runStateText(run)} · ${whenText(run)}`,
    detail: run.ref.run,
    iconPath: stateIcon(run.state),
    run,
  }));
  if (items.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('There is no such run.'));
    return undefined;
  }
  const picked = await vscode.window.showQuickPick(items, {
    placeHolder: vscode.l10n.t('Choose a run'),
    matchOnDetail: true,
  });
  return picked?.run.ref;
}
