/** `flowdeck run`, `resume` and `spin`: as a click in the editor, with the progress in the terminal. */
import path from 'node:path';
import { findPython } from '../../compute/python';
import { FlowRefusedError } from '../../compute/refused';
import { openDatastore } from '../../datastore/datastore';
import { FlowdeckError } from '../../errors';
import { formatEventLine, type RunEvent } from '../../events';
import type { RunObserver, RunOutcome, RunRequest } from '../../execute/request';
import { executeRun } from '../../execute/run';
import { foldEvent, startFold, type RunFold } from '../../runs/fold';
import type { RunRef } from '../../runs/model';
import { announce } from '../announce';
import { EXIT } from '../failure';
import { invocation } from '../invocation';
import type { ProgressView } from '../progress/view';
import { catchSignals } from '../signals';
import { lastLook, linePrefix, TaskLogs } from '../taskLogs';
import type { Terminal } from '../terminal';

export interface RunOptions {
  readonly flow?: string;
  readonly maxWorkers?: number;
  readonly maxNumSplits?: number;
  readonly tag?: readonly string[];
  readonly python?: string;
  readonly logs?: boolean;
  readonly json?: boolean;
  readonly announce?: boolean;
}

/** Milliseconds between two looks at what the tasks printed. */
const LOG_INTERVAL = 200;

/** Words for the flow's own command line, which Python reads: those of ours are a prefix of them. */
export async function runCommand(
  command: 'run' | 'resume' | 'spin',
  file: string,
  words: readonly string[],
  options: RunOptions,
  terminal: Terminal,
): Promise<number> {
  const argv = [command, ...flowOptions(options), ...words];
  if (options.announce === true)
    return announce((observer) => start(file, argv, options, observer));
  const follower = new Follower(options, terminal);
  try {
    const outcome = await start(file, argv, options, follower);
    if ('code' in outcome) return outcome.code;
    if (outcome.error) throw new FlowdeckError(outcome.error);
    await follower.finish(outcome.state === 'cancelled');
    return exitCode(outcome, follower.interrupted);
  } catch (error) {
    await follower.finish(true);
    if (options.json === true) terminal.out(`${JSON.stringify(failureLine(error))}\n`);
    throw error;
  }
}

function flowOptions({ maxWorkers, maxNumSplits, tag = [] }: RunOptions): string[] {
  return [
    ...tag.map((each) => `--tag=${each}`),
    ...(maxWorkers === undefined ? [] : [`--max-workers=${maxWorkers}`]),
    ...(maxNumSplits === undefined ? [] : [`--max-num-splits=${maxNumSplits}`]),
  ];
}

/** Whoever watches a run, and learns when a signal asks it to stop. */
export interface RunWatcher extends RunObserver {
  stopping?(signal: { readonly received: NodeJS.Signals | undefined }): void;
}

async function start(
  file: string,
  argv: readonly string[],
  options: RunOptions,
  watcher: RunWatcher,
): Promise<RunOutcome | OfficialOutcome> {
  const { env } = process;
  const cwd = process.cwd();
  // With --announce an editor started us, and passes on its setting.
  const settingOrigin = options.announce === true ? undefined : '--python';
  using signals = catchSignals(() => watcher.stopping?.(signals));
  const python = (await findPython({ setting: options.python, settingOrigin, cwd, env })).path;
  const request = {
    file: path.resolve(cwd, file),
    ...(options.flow === undefined ? {} : { flow: options.flow }),
    argv,
    python,
    cwd,
    env: withPackageSuffixes(env, argv),
  };
  if (prefersOfficial(env)) return await handOver(request, options, watcher);
  try {
    return await executeRun(request, watcher, signals);
  } catch (error) {
    if (!(error instanceof FlowRefusedError) || error.code !== 'hand-over') throw error;
    if (options.announce !== true) process.stderr.write(`${error.message}.\n`);
    return await handOver(request, options, watcher);
  }
}

/** The code is packed while Python starts: before it could say what `--package-suffixes` asks for. */
function withPackageSuffixes(env: NodeJS.ProcessEnv, argv: readonly string[]): NodeJS.ProcessEnv {
  const option = '--package-suffixes';
  const at = argv.findIndex((word) => word === option || word.startsWith(`${option}=`));
  if (at < 0) return env;
  const suffixes = argv[at]?.slice(option.length + 1) || argv[at + 1];
  return { ...env, METAFLOW_DEFAULT_PACKAGE_SUFFIXES: suffixes };
}

/** A run of the official package; what it says stands in the terminal. */
interface OfficialOutcome {
  readonly state: RunOutcome['state'];
  readonly code: number;
}

async function handOver(
  request: RunRequest,
  { announce: announced }: RunOptions,
  watcher: RunWatcher,
): Promise<OfficialOutcome> {
  const { runOfficially } = await import('../official');
  const run = { ...request, shown: announced !== true };
  const code = await runOfficially(run, (ref) => {
    if (announced === true) watcher.started(ref);
  });
  return { state: code === 0 ? 'succeeded' : 'failed', code };
}

/** The setting flowdeck.engine: everything is done by the official package. */
function prefersOfficial(env: NodeJS.ProcessEnv): boolean {
  return env['FLOWDECK_ENGINE'] === 'metaflow';
}

/** Shows a run as it goes on. */
class Follower implements RunWatcher {
  #fold: RunFold | undefined;
  #view: Promise<ProgressView> | undefined;
  #queue: Promise<void> = Promise.resolve();
  #logs: TaskLogs | undefined;
  #timer: NodeJS.Timeout | undefined;
  interrupted = false;

  constructor(
    private readonly options: RunOptions,
    private readonly terminal: Terminal,
  ) {}

  started(ref: RunRef): void {
    this.#fold = startFold(ref);
    if (this.options.json === true) return;
    this.terminal.out(`${this.terminal.style('bold', `${ref.flow}/${ref.run}`)}\n\n`);
    this.#view = loadView(this.terminal);
    if (this.options.logs === true) this.#followLogs(ref);
  }

  event(event: RunEvent): void {
    if (this.options.json === true) {
      this.terminal.out(formatEventLine(event));
      return;
    }
    if (!this.#fold) return;
    const fold = foldEvent(this.#fold, event);
    this.#fold = fold;
    if (event.type === 'attempt_started') this.#logs?.began(event);
    if (event.type === 'attempt_ended') this.#logs?.ended(event);
    this.#show((view) => {
      view.show(fold, event);
      if (event.type === 'notice') view.print(`${this.terminal.style('dim', event.message)}\n`);
    });
  }

  output(stream: 'stdout' | 'stderr', bytes: Uint8Array): void {
    process[stream].write(bytes);
  }

  stopping({ received }: { readonly received: NodeJS.Signals | undefined }): void {
    this.interrupted = received === 'SIGINT';
    if (this.options.json === true) return;
    const text = 'Stopping: running tasks are told to end. Press Ctrl-C again to stop at once.';
    if (this.#view) this.#show((view) => view.print(`${this.terminal.style('yellow', text)}\n`));
  }

  /** Everything is shown, and said. `quiet`: there is no result to speak of. */
  async finish(stopped: boolean): Promise<void> {
    clearInterval(this.#timer);
    await this.#logs?.read();
    this.#show((view) => view.close());
    await this.#queue;
    if (!this.#fold || !this.#view || (stopped && this.#fold.state === 'running')) return;
    const { printSummary } = await import('../progress/summary');
    await printSummary(this.#fold, this.terminal, invocation());
  }

  #followLogs(ref: RunRef): void {
    const logs = new TaskLogs(openDatastore(ref.root), ref, (line, attempt) => {
      const prefix = linePrefix(attempt);
      const painted = this.terminal.style(line.stream === 'stderr' ? 'yellow' : 'dim', prefix);
      this.#show((view) => view.print(`${painted}${lastLook(line.text)}\n`));
    });
    this.#logs = logs;
    this.#timer = setInterval(() => void logs.read().catch(() => undefined), LOG_INTERVAL);
  }

  /** In order, also while the view is still being loaded. */
  #show(action: (view: ProgressView) => void): void {
    this.#queue = this.#queue.then(async () => {
      const view = await this.#view;
      if (view) action(view);
    });
  }
}

async function loadView(terminal: Terminal): Promise<ProgressView> {
  if (terminal.live) {
    const { liveView } = await import('../progress/live');
    return liveView(terminal, process.stdout);
  }
  const { plainView } = await import('../progress/plain');
  return plainView(terminal);
}

function exitCode(outcome: RunOutcome, interrupted: boolean): number {
  if (outcome.state === 'succeeded') return EXIT.ok;
  return outcome.state === 'cancelled' && interrupted ? EXIT.interrupted : EXIT.failed;
}

function failureLine(error: unknown): object {
  const details =
    error instanceof FlowdeckError
      ? error.toDetails()
      : { code: 'internal', message: error instanceof Error ? error.message : String(error) };
  return { v: 1, t: Date.now(), type: 'error', error: details };
}
