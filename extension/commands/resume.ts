/** Resume: a new run that takes over what an earlier one had finished, with the code as it is now. */
import path from 'node:path';
import { isTrusted } from '../problems';
import type { App, Command } from '../app';
import { interpreter, saveAll, start } from './start';
import { flowTarget, runTarget } from './target';

export const resumeRun: Command = async (app: App, argument) => {
  if (!(await isTrusted())) return;
  const run = await runTarget(app, argument, ({ state }) => canResume(state));
  if (!run) return;
  // What the command was called with may know the flow's file; the run's place alone does not.
  const known = app.runs.find(run)?.file === undefined ? argument : run;
  const target = await flowTarget(app, known ?? run);
  if (!target || !(await saveAll(target))) return;
  const python = await interpreter(app, target.uri);
  if (!python) return;
  const env = { ...python.env, METAFLOW_DATASTORE_SYSROOT_LOCAL: path.dirname(run.root) };
  const what = { parameters: {}, resume: { origin: run.run } };
  await start(app, target, run.flow, { ...python, env }, what);
};

/** What went well needs no resume, and what runs has not failed yet. */
export function canResume(state: string): boolean {
  return state === 'failed' || state === 'interrupted' || state === 'cancelled';
}
