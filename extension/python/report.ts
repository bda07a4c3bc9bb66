/** What was tried, in words. */
import * as vscode from 'vscode';
import type { PythonSource } from './candidates';
import type { Choice, Rejected } from './choose';
import type { ProbeFailure } from './probe';

export function sourceText(source: PythonSource): string {
  switch (source) {
    case 'setting':
      return vscode.l10n.t('the setting flowdeck.pythonPath');
    case 'extension':
      return vscode.l10n.t('selected in the Python extension');
    case 'workspace':
      return vscode.l10n.t("the workspace's .venv");
    case 'path':
      return vscode.l10n.t('found on PATH');
  }
}

export function failureText(reason: ProbeFailure): string {
  switch (reason.kind) {
    case 'not-found':
      return vscode.l10n.t('not found');
    case 'too-old':
      return vscode.l10n.t('Python {0} is too old', reason.version);
    case 'failed':
      return reason.message;
  }
}

/** `python3 (not found), /old/python (Python 3.8.2 is too old)`. */
function triedText(rejected: readonly Rejected[]): string {
  return rejected
    .map(({ candidate, reason }) => `${candidate.command} (${failureText(reason)})`)
    .join(', ');
}

/** The one message when no interpreter fits. */
export function missingText(choice: Choice): string {
  return vscode.l10n.t('No Python 3.9 or newer was found. Tried: {0}.', triedText(choice.rejected));
}
