/** A state in words, with what a summary adds to it. */
import * as vscode from 'vscode';
import type { RunSummary, RunState, TaskState } from '../../runner/service/protocol';
import { formatDuration } from '../../runner/drawing/format';
import { lookOf } from '../../runner/drawing/states';
import { clockTime } from '../clock';

export function stateWord(state: TaskState | RunState): string {
  switch (state) {
    case 'waiting':
      return vscode.l10n.t('waiting');
    case 'running':
      return vscode.l10n.t('running');
    case 'retrying':
      return vscode.l10n.t('retrying');
    case 'succeeded':
      return vscode.l10n.t('succeeded');
    case 'caught':
      return vscode.l10n.t('caught');
    case 'failed':
      return vscode.l10n.t('failed');
    case 'cancelled':
      return vscode.l10n.t('cancelled');
    case 'interrupted':
      return vscode.l10n.t('interrupted');
  }
}

/** "running 9/16", "failed at train[11]", "succeeded". */
export function runStateText(run: RunSummary): string {
  if (run.state === 'running' && run.expected > 0) {
    return vscode.l10n.t('running {0}/{1}', run.done, run.expected);
  }
  if (run.state === 'failed' && run.failedAt !== undefined) {
    return vscode.l10n.t('failed at {0}', run.failedAt);
  }
  return stateWord(run.state);
}

export function clockText(at: number): string {
  const words = { yesterday: vscode.l10n.t('yesterday'), locale: vscode.env.language };
  return clockTime(at, Date.now(), words);
}

/** "16:42 · 9.8 s"; a running run has no duration, since nothing counts seconds here. */
export function whenText(run: { readonly startedAt: number; readonly endedAt?: number }): string {
  const parts = [clockText(run.startedAt)];
  if (run.endedAt !== undefined) parts.push(formatDuration(run.endedAt - run.startedAt));
  return parts.join(' · ');
}

export function stateIcon(state: TaskState | RunState): vscode.ThemeIcon {
  const { glyph, color, spins } = lookOf(state);
  return new vscode.ThemeIcon(
    spins ? `${glyph}~spin` : glyph,
    new vscode.ThemeColor(themeColor(color)),
  );
}

/** `--vscode-charts-blue` is how a page names the colour `charts.blue`; no colour of a state has another dash. */
function themeColor(variable: string): string {
  return variable.replace('--vscode-', '').replace('-', '.');
}
