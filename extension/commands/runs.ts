/** Small commands on runs. */
import * as vscode from 'vscode';
import { CancelRun } from '../../runner/service/protocol';
import type { Command } from '../app';
import { runTarget } from './target';

export const cancelRun: Command = async (app, argument) => {
  const run = await runTarget(app, argument, ({ state }) => state === 'running');
  if (run) await app.service.request(CancelRun, { ref: run });
};

export const refreshRuns: Command = async (app) => {
  app.runs.open();
  await Promise.all([app.runs.refresh(), app.language.refresh()]);
};

export const loadMoreRuns: Command = (app) => app.runs.loadMore();

export const copyRunId: Command = async (app, argument) => {
  const run = await runTarget(app, argument);
  if (run) await vscode.env.clipboard.writeText(run.run);
};

export const copyPathspec: Command = async (app, argument) => {
  const run = await runTarget(app, argument);
  if (run) await vscode.env.clipboard.writeText(`${run.flow}/${run.run}`);
};
