/**
 * A run as lines that Metaflow's own command line would print, which people and scripts know: `python flow.py run`.
 * They go to standard output; what a task prints stands among them, whichever stream it went to.
 */
import { writeSync } from 'node:fs';
import { openDatastore } from '../../datastore/datastore';
import type { RunEvent } from '../../events';
import type { RunOutcome } from '../../execute/request';
import type { RunRef } from '../../runs/model';
import { lastLook, TaskLogs, type LoggedAttempt } from '../taskLogs';
import type { Terminal } from '../terminal';

/** Milliseconds between two looks at what the tasks print. */
const LOG_INTERVAL = 100;

type EventOf<Type extends RunEvent['type']> = Extract<RunEvent, { type: Type }>;

/** What ended a run: the words that follow are Metaflow's. */
export type Ending = 'done' | 'failed' | 'interrupted';

export class MetaflowLines {
  #ref: RunRef | undefined;
  #logs: TaskLogs | undefined;
  #timer: NodeJS.Timeout | undefined;
  #queue: Promise<void> = Promise.resolve();
  readonly #heads = new Map<string, string>();
  #running = 0;
  #latest = 0;
  #origin: string | undefined;
  #cloning = false;
  /** The task whose failure ended the run. */
  failed: { readonly step: string; readonly task: string; readonly why?: string } | undefined;

  constructor(
    private readonly terminal: Terminal,
    private readonly command: 'run' | 'resume' | 'spin',
    private readonly cloneOnly = false,
  ) {}

  started(ref: RunRef): void {
    this.#ref = ref;
    if (this.command === 'resume') this.#system('Looking at what the earlier run has finished...');
    if (this.command !== 'spin') this.#system(`Workflow starting (run-id ${ref.run}):`);
    this.#logs = new TaskLogs(openDatastore(ref.root), ref, (line, attempt) => {
      this.#line({ at: line.at, head: this.#headOf(attempt), body: lastLook(line.text) });
    });
    this.#timer = setInterval(() => {
      this.#later(() => this.#logs?.read());
    }, LOG_INTERVAL);
  }

  event(event: RunEvent): void {
    if (event.type === 'run_started') this.#origin = event.origin;
    if (event.type === 'task_cloned') this.#later(() => this.#clone(event));
    else this.#later(() => this.#closeCloning(event));
    if (event.type === 'attempt_started') this.#later(() => this.#begin(event));
    else if (event.type === 'attempt_ended') this.#later(() => this.#end(event));
    else if (event.type === 'task_split') this.#later(() => this.#split(event));
    else if (event.type === 'notice') this.#later(() => this.#system(event.message, event.t));
  }

  /** Of functions that are called when the run is over. */
  hookOutput(_stream: 'stdout' | 'stderr', bytes: Uint8Array): void {
    const text = Buffer.from(bytes).toString('utf8');
    this.#later(() => this.#logs?.read());
    this.#later(() => this.terminal.out(text));
  }

  /** A line about the run as a whole. */
  say(text: string): void {
    this.#later(() => this.#system(text));
  }

  /** Says what is said at a run's end, after everything before it. */
  async finish(outcome: RunOutcome | undefined, ending: Ending): Promise<void> {
    clearInterval(this.#timer);
    this.#later(() => this.#logs?.read());
    await this.#queue;
    if (ending === 'done') {
      this.#system(this.#lastWords());
      return;
    }
    if (outcome === undefined) return;
    if (ending === 'failed') this.#bad('Workflow failed.');
    this.#bad(`Terminating ${this.#running} active tasks...`);
    this.#bad('Flushing logs...');
  }

  #lastWords(): string {
    if (this.cloneOnly)
      return 'What the earlier run had finished was taken over. No task was run, as --clone-only asks for.';
    return this.command === 'spin' ? 'Task finished successfully.' : 'Done!';
  }

  /** A signal asked the run to stop. */
  interrupted(): void {
    if (this.#ref)
      this.#bad(
        'Workflow interrupted. Its tasks are being stopped. Please wait, and do not press Ctrl+C again.',
      );
  }

  #clone(event: EventOf<'task_cloned'>): void {
    if (!this.#cloning) {
      this.#cloning = true;
      this.#system(`Cloning ${this.#ref?.flow ?? ''}/${event.origin.run}`, event.t);
    }
    const from = `${event.origin.run}/${event.step}/${event.origin.task}`;
    this.#task({ ...event, attempt: -1 }, event.t, `Cloning previously run task ${from}`);
  }

  /** After the last of the clones. */
  #closeCloning(event: RunEvent): void {
    if (!this.#cloning || (event.type !== 'attempt_started' && event.type !== 'run_ended')) return;
    this.#cloning = false;
    this.#system(`${this.#ref?.flow ?? ''}/${this.#origin ?? ''} cloned!`, event.t);
  }

  #begin(event: EventOf<'attempt_started'>): void {
    const pid = event.pid === undefined ? '' : ` (pid ${event.pid})`;
    this.#heads.set(keyOf(event), `${this.#ref?.run ?? ''}/${event.step}/${event.task}${pid}`);
    this.#running += 1;
    this.#task(event, event.t, `Task is starting${event.attempt > 0 ? ' (retry)' : ''}.`);
    this.#logs?.began(event);
  }

  async #end(event: EventOf<'attempt_ended'>): Promise<void> {
    // One that was stopped before it began has no start.
    if (this.#heads.has(keyOf(event))) this.#running -= 1;
    await this.#logs?.finish(event);
    if (event.state === 'succeeded' || event.state === 'caught') {
      this.#task(event, event.t, 'Task finished successfully.');
    } else {
      this.#sayFailure(event);
    }
    this.#heads.delete(keyOf(event));
  }

  #sayFailure(event: EventOf<'attempt_ended'>): void {
    // An exception has told of itself in the task's output; what ended the task from outside has not.
    if (event.error !== undefined && event.error.kind !== 'exception')
      this.#task(event, event.t, event.error.message, true);
    // A failed attempt has these words in its output, which the official tools show, too.
    if (event.state === 'cancelled') this.#task(event, event.t, 'Task failed.', true);
    if (event.state === 'failed' && event.retryAt === undefined)
      this.failed ??= { step: event.step, task: event.task, ...refusalOf(event) };
  }

  async #split({ attempt, ...event }: EventOf<'task_split'>): Promise<void> {
    // Of a clone it was said when it ran.
    if (event.next.length > 1 || attempt === undefined) return;
    await this.#logs?.read();
    this.#task({ ...event, attempt }, event.t, `Foreach yields ${event.count} child steps.`);
  }

  #task(attempt: LoggedAttempt, at: number, body: string, bad = false): void {
    this.#line({ at, head: this.#headOf(attempt), body, bad, system: true });
  }

  #headOf(attempt: LoggedAttempt): string {
    const known = this.#heads.get(keyOf(attempt));
    return `[${known ?? `${this.#ref?.run ?? ''}/${attempt.step}/${attempt.task}`}] `;
  }

  #system(body: string, at = Date.now()): void {
    this.#line({ at, body, system: true });
  }

  #bad(body: string): void {
    this.#line({ at: Date.now(), body, bad: true, system: true });
  }

  #line({ at, head = '', body, bad = false, system = false }: Line): void {
    const { style } = this.terminal;
    // Output is seen a little later than the end of its task; the lines' times go on all the same.
    this.#latest = Math.max(this.#latest, at);
    const painted = bad ? style(['red', 'bold'], body) : system ? style('bold', body) : body;
    this.terminal.out(
      `${style('magenta', stamp(this.#latest))} ${style('green', head)}${painted}\n`,
    );
  }

  /** In order, also while output is being read. */
  #later(action: () => unknown): void {
    this.#queue = this.#queue
      .then(async () => {
        await action();
      })
      .catch((error: unknown) => {
        writeSync(2, `The run's output cannot be shown: ${String(error)}\n`);
      });
  }
}

interface Line {
  readonly at: number;
  readonly head?: string;
  readonly body: string;
  readonly bad?: boolean;
  /** Said by the runner, not by a task. */
  readonly system?: boolean;
}

function keyOf({ step, task, attempt }: LoggedAttempt): string {
  return `${step}/${task}/${attempt}`;
}

/** `2026-11-23 21:19:25.359`, local time. */
function stamp(at: number): string {
  const time = new Date(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  const clock = [time.getHours(), time.getMinutes(), time.getSeconds()].map(two).join(':');
  return `${day} ${clock}.${String(time.getMilliseconds()).padStart(3, '0')}`;
}

/** Why the run did not accept what a task that ended well had decided: no exception has told of it. */
function refusalOf({ error }: EventOf<'attempt_ended'>): { readonly why?: string } {
  return error?.kind === 'exception' && error.type === undefined ? { why: error.message } : {};
}
