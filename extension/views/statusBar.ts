/** One status bar item while something runs. */
import * as vscode from 'vscode';
import { COMMANDS } from '../ids';
import type { Runs } from '../runs';
import { clockText, runStateText } from './stateText';

export class StatusBar implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem(
    'flowdeck.runs',
    vscode.StatusBarAlignment.Left,
    10,
  );
  private readonly subscription: vscode.Disposable;

  constructor(private readonly runs: Runs) {
    this.item.name = 'Flowdeck';
    this.subscription = runs.onDidChangeList(() => this.draw());
  }

  dispose(): void {
    this.subscription.dispose();
    this.item.dispose();
  }

  private draw(): void {
    const running = this.runs.list.filter((run) => run.state === 'running');
    const [newest] = running;
    if (!newest) {
      this.item.hide();
      return;
    }
    const others = running.length > 1 ? ` +${running.length - 1}` : '';
    this.item.text = `$(loading~spin) ${newest.ref.flow} ${newest.done}/${newest.expected}${others}`;
    this.item.tooltip = running
      .map((run) => `${run.ref.flow} ${runStateText(run)} · ${clockText(run.startedAt)}`)
      .join('\n');
    this.item.command = {
      command: COMMANDS.openRun,
      title: vscode.l10n.t('Open run'),
      arguments: [{ ...newest.ref }],
    };
    this.item.show();
  }
}
