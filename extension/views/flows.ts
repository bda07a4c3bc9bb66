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
    const facts = this.runs.factsOf(node.flow.name, vscode.Uri.parse(node.flow.uri).fsPath);
    return node.kind === 'flow' ? flowItem(node, facts) : stepItem(node, facts?.steps[node.step]);
  }
}

function flowItem(node: FlowNode, facts: RunFacts | undefined): vscode.TreeItem {
  const { flow } = node;
  const uri = vscode.Uri.parse(flow.uri);
  const item = new vscode.TreeItem(flow.name, vscode.TreeItemCollapsibleState.Collapsed);
  item.id = `${flow.uri}#${flow.name}`;
  item.iconPath = facts ? stateIcon(facts.run.state) : new vscode.ThemeIcon('type-hierarchy-sub');
  const where = vscode.workspace.asRelativePath(uri);
  const last = facts && `${stateWord(facts.run.state)} ${whenText(ended(facts.run))}`;
  item.description = where;
  const errors = flow.errors > 0 ? [vscode.l10n.t('errors in the graph: {0}', flow.errors)] : [];
  item.tooltip = [`${flow.name} – ${where}`, ...(last === undefined ? [] : [last]), ...errors].join(
    '\n',
  );
  item.contextValue = 'flow';
  item.command = {
    command: COMMANDS.openGraph,
    title: vscode.l10n.t('Open graph'),
    arguments: [node],
  };
  return item;
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
