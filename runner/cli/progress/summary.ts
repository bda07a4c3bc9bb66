/** The last words about a run: what was found, how long it took, why it failed, what to type next. */
import { formatDuration, taskLabel } from '../../drawing/format';
import { runDuration } from '../../drawing/header';
import { lookOf } from '../../drawing/states';
import { openDatastore } from '../../datastore/datastore';
import { readArtifactRows } from '../../datastore/tasks';
import type { RunFold } from '../../runs/fold';
import type { ArtifactRow, RunModel, TaskError } from '../../runs/model';
import { modelOf } from '../../runs/stepModels';
import { findTask, taskAt } from '../../runs/taskList';
import { frameLines } from '../failure';
import { shortType, tableLines } from '../table';
import type { Terminal } from '../terminal';
import { paintSign } from './stepLines';

/** More artifacts than this are for `dump`. */
const MOST_ARTIFACTS = 12;

/** @param command how the person calls us, for what to type next. */
export async function printSummary(
  fold: RunFold,
  terminal: Terminal,
  command: string,
): Promise<void> {
  const model = modelOf(fold);
  const pathspec = `${model.ref.flow}/${model.ref.run}`;
  const took = formatDuration(runDuration(model, Date.now()));
  const word = lookOf(model.state).word;
  const sign = paintSign(model.state, terminal.style);
  terminal.out(`\n${sign} ${terminal.style('bold', pathspec)} ${word} in ${took}\n`);
  if (model.failure) terminal.out(failureText(fold, model.failure, terminal));
  const found = model.state === 'succeeded' ? await endArtifacts(fold, model) : [];
  if (found.length > 0) terminal.out(artifactText(found, terminal));
  const next = nextCommands(model, pathspec, found.length > 0).map(
    (line) => `  ${command} ${line}`,
  );
  terminal.out(`\n${terminal.style('dim', 'Next:')}\n${next.join('\n')}\n`);
}

function failureText(
  fold: RunFold,
  failure: NonNullable<RunModel['failure']>,
  terminal: Terminal,
): string {
  const step = fold.steps.get(failure.step);
  const task = step && findTask(step.tasks, failure.task);
  const label = taskLabel(failure.step, task?.indices ?? []);
  const value = task?.value === undefined ? '' : ` (${task.value})`;
  const head = `\n  ${label}${value} failed: ${failure.error.message}\n`;
  return `${terminal.style('red', head)}${errorFrames(failure.error, terminal)}`;
}

/** The summary is read on standard output, so its colours follow that. */
function errorFrames(error: TaskError, terminal: Terminal): string {
  return frameLines(error.frames ?? [], { ...terminal, errStyle: terminal.style });
}

/** What the flow made: the public artifacts of its last task, without what it was given. */
async function endArtifacts(fold: RunFold, model: RunModel): Promise<readonly ArtifactRow[]> {
  const endStep = model.description?.endStep ?? 'end';
  const last = fold.steps.get(endStep)?.tasks;
  const task = last && taskAt(last, last.length - 1);
  if (!task) return [];
  const { flow, run, root } = model.ref;
  const place = { flow, run, step: endStep, task: task.task };
  const given = new Set(['name', ...Object.keys(model.parameters)]);
  // The run is over and well; a value that cannot be shown must not turn that into a failure.
  const rows = await readArtifactRows(openDatastore(root), place).catch(() => []);
  return rows.filter((row) => !given.has(row.name));
}

function artifactText(rows: readonly ArtifactRow[], terminal: Terminal): string {
  const shown = rows.slice(0, MOST_ARTIFACTS);
  const lines = tableLines(
    shown.map((row) => [row.name, shortType(row.type), row.preview ?? row.problem ?? '']),
    {
      width: terminal.columns,
      indent: '  ',
      paint: (cell, _row, column) => (column === 1 ? terminal.style('dim', cell) : cell),
    },
  );
  const more = rows.length - shown.length;
  const rest = more > 0 ? [terminal.style('dim', `  … and ${more} more`)] : [];
  return `\n${[...lines, ...rest].join('\n')}\n`;
}

function nextCommands(model: RunModel, pathspec: string, found: boolean): readonly string[] {
  if (model.failure) {
    const task = `${pathspec}/${model.failure.step}/${model.failure.task}`;
    return [`logs ${task}`, `dump ${task}`];
  }
  return [found ? `dump ${pathspec}` : `runs ${model.ref.flow}`, `logs ${pathspec}`];
}
