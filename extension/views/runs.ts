/** The Runs tree: newest first, live. */
import * as vscode from 'vscode';
import type { RunSummary } from '../../runner/service/protocol';
import { shortId } from '../../runner/drawing/format';
import { COMMANDS } from '../ids';
import { runKey } from '../runList';
import type { Runs } from '../runs';
import { runStateText, stateIcon, whenText } from './stateText';

export interface RunNode {
  readonly kind: 'run';
  readonly run: RunSummary;
}
interface MoreNode {
  readonly kind: 'more';
}

export class RunsTree implements vscode.TreeDataProvider<RunNode | MoreNode> {
  private readonly emitter = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.emitter.event;

  constructor(private readonly runs: Runs) {
    runs.onDidChangeList(() => this.emitter.fire(undefined));
  }

  getChildren(node?: RunNode | MoreNode): (RunNode | MoreNode)[] {
    if (node) return [];
    const runs = this.runs.list.map((run): RunNode => ({ kind: 'run', run }));
    return this.runs.canLoadMore ? [...runs, { kind: 'more' }] : runs;
  }

  getTreeItem(node: RunNode | MoreNode): vscode.TreeItem {
    return node.kind === 'run' ? runItem(node) : moreItem();
  }
}

function runItem(node: RunNode): vscode.TreeItem {
  const { run } = node;
  const item = new vscode.TreeItem(run.ref.flow);
  item.id = runKey(run.ref);
  item.iconPath = stateIcon(run.state);
  item.description = [runStateText(run), whenText(run), shortId(run.ref.run)].join(' · ');
  item.tooltip = tooltip(run);
  item.contextValue = run.file === undefined ? `run.${run.state}` : `run.${run.state}.file`;
  item.accessibilityInformation = {
    label: `${run.ref.flow}, ${runStateText(run)}, ${whenText(run)}`,
  };
  item.command = { command: COMMANDS.openRun, title: vscode.l10n.t('Open run'), arguments: [node] };
  return item;
}

function tooltip(run: RunSummary): string {
  const { ref } = run;
  const lines = [
    `${ref.flow}/${ref.run}`,
    runStateText(run),
    vscode.l10n.t('started {0} by {1}', new Date(run.startedAt).toLocaleString(), run.user),
  ];
  if (run.tags.length > 0) lines.push(vscode.l10n.t('tags: {0}', run.tags.join(', ')));
  return [...lines, ref.root].join('\n');
}

function moreItem(): vscode.TreeItem {
  const item = new vscode.TreeItem(vscode.l10n.t('Show older runs'));
  item.iconPath = new vscode.ThemeIcon('ellipsis');
  item.command = {
    command: COMMANDS.loadMoreRuns,
    title: vscode.l10n.t('Show older runs'),
  };
  return item;
}
