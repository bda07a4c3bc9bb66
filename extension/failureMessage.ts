/** Tells about a run that failed while this window watched: Resume first, then Run again and Show. */
import * as vscode from 'vscode';
import type { RunSummary } from '../runner/service/protocol';
import { COMMANDS } from './ids';
import type { Runs } from './runs';
import { runStateText, stateWord } from './views/stateText';

export function tellFailures(runs: Runs, log: vscode.LogOutputChannel): vscode.Disposable {
  return runs.onDidEnd((run) => {
    log.info(`${run.ref.flow}/${run.ref.run} ${stateWord(run.state)}`);
    if (run.state !== 'failed' && run.state !== 'interrupted') return;
    tell(runs, run).catch((error: unknown) => log.error(String(error)));
  });
}

async function tell(runs: Runs, run: RunSummary): Promise<void> {
  const { failure } = await runs.snapshot(run.ref);
  const what = `${run.ref.flow} ${runStateText(run)}`;
  const message = failure ? `${what}: ${failure.error.message}` : what;
  const resume = vscode.l10n.t('Resume');
  const again = vscode.l10n.t('Run again');
  const show = vscode.l10n.t('Show');
  const picked = await vscode.window.showErrorMessage(message, resume, again, show);
  if (picked === resume) await vscode.commands.executeCommand(COMMANDS.resumeRun, run.ref);
  if (picked === again) await vscode.commands.executeCommand(COMMANDS.runAgain, run.ref);
  if (picked === show) {
    const step = failure ? { step: failure.step } : {};
    await vscode.commands.executeCommand(COMMANDS.openRun, { ...run.ref, ...step });
  }
}
