/** The Flows tree: the workspace's flows and their steps, with the state of the newest run. */
import * as vscode from 'vscode';
import type { FlowSummary } from '../../language-server/protocol';
import type { RunFacts, StepFacts } from '../../runner/flow/facts';
import { formatDuration } from '../../runner/drawing/format';
import { COMMANDS } from '../ids';
import type { Language } from '../language';
import type { Runs } from '../runs';
import { stateIcon, stateWord, whenText } from './stateText';

export interface FlowNode {
  readonly kind: 'flow';
  readonly flow: FlowSummary;
}
export interface StepNode {
  readonly kind: 'step';
  readonly flow: FlowSummary;
  readonly step: string;
  readonly line: number;
}

export class FlowsTree implements vscode.TreeDataProvider<FlowNode | StepNode> {
  private readonly emitter = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.emitter.event;

  constructor(
    private readonly language: Language,
    private readonly runs: Runs,
  ) {
    language.onDidChangeFlows(() => this.emitter.fire(undefined));
    runs.onDidChangeFacts(() => this.emitter.fire(undefined));
  }

  getChildren(node?: FlowNode | StepNode): (FlowNode | StepNode)[] {
    if (!node) {
      return [...(this.language.flows ?? [])]
        .sort((a, b) => a.name.localeCompare(b.name) || a.uri.localeCompare(b.uri))
        .map((flow): FlowNode => ({ kind: 'flow', flow }));
    }
    if (node.kind === 'step') return [];
    return node.flow.steps.map(({ name, range }): StepNode => ({
      kind: 'step',
      flow: node.flow,
      step: name,
      line: range.start.line + 1,
    }));
  }

  getTreeItem(node: FlowNode | StepNode): vscode.TreeItem {
    const facts = this.factsOf(node);
    return node.kind === 'flow' ? flowItem(node, facts) : stepItem(node, facts?.steps[node.step]);
  }

  /** What is wrong with a flow is asked when someone points at it: a workspace may have thousands. */
  async resolveTreeItem(
    item: vscode.TreeItem,
    node: FlowNode | StepNode,
  ): Promise<vscode.TreeItem> {
    if (node.kind === 'step') return item;
    const { uri, name } = node.flow;
    const flow = await this.language.describe(vscode.Uri.parse(uri), name);
    const errors = flow?.findings.filter(({ severity }) => severity === 'error').length ?? 0;
    const lines = [flowText(node, this.factsOf(node))];
    if (errors > 0) lines.push(vscode.l10n.t('errors in the flow: {0}', errors));
    item.tooltip = lines.join('\n');
    return item;
  }

  private factsOf({ flow }: FlowNode | StepNode): RunFacts | undefined {
    return this.runs.factsOf(flow.name, vscode.Uri.parse(flow.uri).fsPath);
  }
}

function flowItem(node: FlowNode, facts: RunFacts | undefined): vscode.TreeItem {
  const { flow } = node;
  const uri = vscode.Uri.parse(flow.uri);
  const item = new vscode.TreeItem(flow.name, vscode.TreeItemCollapsibleState.Collapsed);
  item.id = `${flow.uri}#${flow.name}`;
  item.iconPath = facts ? stateIcon(facts.run.state) : new vscode.ThemeIcon('type-hierarchy-sub');
  item.description = vscode.workspace.asRelativePath(uri);
  item.contextValue = 'flow';
  item.command = {
    command: COMMANDS.openGraph,
    title: vscode.l10n.t('Open graph'),
    arguments: [node],
  };
  return item;
}

/** Its name and place, and how its last run went. */
function flowText({ flow }: FlowNode, facts: RunFacts | undefined): string {
  const where = vscode.workspace.asRelativePath(vscode.Uri.parse(flow.uri));
  const last = facts && `${stateWord(facts.run.state)} ${whenText(ended(facts.run))}`;
  return [`${flow.name} – ${where}`, ...(last === undefined ? [] : [last])].join('\n');
}

function ended(run: { readonly startedAt: number; readonly duration?: number }) {
  const { startedAt, duration } = run;
  return duration === undefined ? { startedAt } : { startedAt, endedAt: startedAt + duration };
}

function stepItem(node: StepNode, facts: StepFacts | undefined): vscode.TreeItem {
  const item = new vscode.TreeItem(node.step);
  item.id = `${node.flow.uri}#${node.flow.name}/${node.step}`;
  item.iconPath = facts ? stateIcon(facts.state) : new vscode.ThemeIcon('circle-outline');
  if (facts) item.description = stepText(facts);
  item.contextValue = 'step';
  item.command = {
    command: COMMANDS.openSource,
    title: vscode.l10n.t('Open source'),
    arguments: [node],
  };
  return item;
}

/** "succeeded 0.31 s", "running 9/16". */
function stepText(facts: StepFacts): string {
  const { done, expected } = facts.tasks;
  const parts = [stateWord(facts.state)];
  if (facts.state === 'running' && expected !== undefined && expected > 1) {
    parts.push(`${done}/${expected}`);
  }
  if (facts.duration !== undefined) parts.push(formatDuration(facts.duration));
  return parts.join(' ');
}
