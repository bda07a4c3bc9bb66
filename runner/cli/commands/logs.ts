/** `flowdeck logs`: what tasks printed, one task after the other, or together as it comes with `--follow`. */
import { FlowdeckError } from '../../errors';
import { readLog } from '../../datastore/logs';
import type { RunFold } from '../../runs/fold';
import type { TaskModel } from '../../runs/model';
import { OpenRuns } from '../../runs/openRuns';
import { tasksOf } from '../../runs/taskList';
import type { LogLine } from '../../service/protocol';
import { EXIT } from '../failure';
import { findPlace, knownSteps, type FoundPlace } from '../findRun';
import { linePrefix, TaskLogs, type LoggedAttempt } from '../taskLogs';
import type { Terminal } from '../terminal';

export interface LogsOptions {
  readonly stdout?: boolean;
  readonly stderr?: boolean;
  readonly attempt?: number;
  readonly tail?: number;
  readonly follow?: boolean;
  readonly json?: boolean;
}

const PAGE = 5_000;
/** Milliseconds between two looks while following. */
const FOLLOW_INTERVAL = 250;

export async function logsCommand(
  pathspec: string,
  options: LogsOptions,
  terminal: Terminal,
): Promise<number> {
  const found = await findPlace(pathspec);
  await knownSteps(found);
  using runs = new OpenRuns();
  const print = printer(options, terminal, found.task === undefined);
  const fold = await runs.read(found.ref);
  const tasks = selected(fold, found);
  if (found.task !== undefined && tasks.length === 0) throw taskNotFound(pathspec);
  if (options.follow === true) await followLogs(runs, found, options, print);
  else for (const task of tasks) await printTask(found, task, options, print);
  return EXIT.ok;
}

type Print = (line: LogLine, attempt: LoggedAttempt, skippedBefore: boolean) => void;

function printer(options: LogsOptions, terminal: Terminal, prefixed: boolean): Print {
  const wanted = streamsOf(options);
  return (line, attempt, skippedBefore) => {
    if (!wanted.has(line.stream)) return;
    if (options.json === true) {
      const { step, task, attempt: number } = attempt;
      terminal.out(`${JSON.stringify({ step, task, attempt: number, ...line })}\n`);
      return;
    }
    const prefix = prefixed ? linePrefix(attempt) : '';
    if (skippedBefore) terminal.out(terminal.style('dim', `${prefix}…\n`));
    const painted = terminal.style(line.stream === 'stderr' ? 'yellow' : 'dim', prefix);
    terminal.out(`${prefix === '' ? '' : painted}${line.text}\n`);
  };
}

/** Neither or both: both. */
function streamsOf(options: LogsOptions): ReadonlySet<LogLine['stream']> {
  if (options.stdout === options.stderr) return new Set(['stdout', 'stderr']);
  return new Set([options.stdout === true ? 'stdout' : 'stderr']);
}

function selected(fold: RunFold, { step, task }: FoundPlace): readonly TaskModel[] {
  return [...fold.steps.values()]
    .filter((one) => step === undefined || one.name === step)
    .flatMap((one) => [...tasksOf(one.tasks)])
    .filter((one) => task === undefined || one.task === task);
}

async function printTask(
  { ds, ref }: FoundPlace,
  task: TaskModel,
  options: LogsOptions,
  print: Print,
): Promise<void> {
  const newest = Math.max(0, ...task.attempts.map(({ attempt }) => attempt));
  const place = { step: task.step, task: task.task, attempt: options.attempt ?? newest };
  const path = { flow: ref.flow, run: ref.run, step: task.step, task: task.task };
  let cursor: string | undefined;
  for (;;) {
    const page = await readLog(ds, path, {
      attempt: place.attempt,
      cursor,
      tail: cursor === undefined ? options.tail : undefined,
      limit: PAGE,
      ended: true,
    });
    page.lines.forEach((line, index) => print(line, place, page.skipped && index === 0));
    if (page.ended || page.lines.length === 0) return;
    cursor = page.cursor;
  }
}

/** Lines as they come, of all tasks that are selected, until the run has ended. */
async function followLogs(
  runs: OpenRuns,
  found: FoundPlace,
  options: LogsOptions,
  print: Print,
): Promise<void> {
  using held = runs.hold(found.ref);
  await held.opened;
  const logs = new TaskLogs(found.ds, found.ref, (line, attempt) => print(line, attempt, false));
  const begun = new Set<string>();
  for (;;) {
    const { fold } = held.watch;
    for (const task of selected(fold, found)) {
      for (const one of task.attempts) {
        if (options.attempt !== undefined && one.attempt !== options.attempt) continue;
        const attempt = { step: task.step, task: task.task, attempt: one.attempt };
        const key = `${task.step}/${task.task}/${one.attempt}`;
        if (!begun.has(key)) logs.began(attempt);
        begun.add(key);
        if (one.state !== 'running') logs.ended(attempt);
      }
    }
    await logs.read();
    if (fold.state !== 'running') return;
    await new Promise((resolve) => setTimeout(resolve, FOLLOW_INTERVAL));
  }
}

function taskNotFound(pathspec: string): FlowdeckError {
  return new FlowdeckError({
    code: 'task-not-found',
    message: 'There is no such task in this run (yet)',
    where: { pathspec },
    remedy: 'Leave the task away to see the logs of the whole step.',
  });
}
