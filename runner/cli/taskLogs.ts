/** Follows what tasks print, as lines with the task's name before them. */
import type { Datastore } from '../datastore/datastore';
import { readLog } from '../datastore/logs';
import type { RunRef } from '../runs/model';
import type { LogLine } from '../service/protocol';

const PAGE = 1_000;

export interface LoggedAttempt {
  readonly step: string;
  readonly task: string;
  readonly attempt: number;
}

interface Followed extends LoggedAttempt {
  cursor: string | undefined;
  ended: boolean;
}

/** Hands on every line of the attempts that it was told of, each attempt's in their order. */
export class TaskLogs {
  readonly #followed = new Map<string, Followed>();
  #turn: Promise<void> = Promise.resolve();

  constructor(
    private readonly ds: Datastore,
    private readonly ref: RunRef,
    private readonly print: (line: LogLine, attempt: LoggedAttempt) => void,
  ) {}

  began(attempt: LoggedAttempt): void {
    this.#followed.set(keyOf(attempt), { ...attempt, cursor: undefined, ended: false });
  }

  ended(attempt: LoggedAttempt): void {
    const followed = this.#followed.get(keyOf(attempt));
    if (followed) followed.ended = true;
  }

  /** Reads on; calls that overlap wait for one another. */
  read(): Promise<void> {
    this.#turn = this.#turn.then(() => this.#readAll());
    return this.#turn;
  }

  /** Reads one attempt, which has ended, to its end. */
  finish(attempt: LoggedAttempt): Promise<void> {
    this.ended(attempt);
    this.#turn = this.#turn.then(async () => {
      const key = keyOf(attempt);
      const followed = this.#followed.get(key);
      if (!followed) return;
      await this.#readOne(followed, true);
      this.#followed.delete(key);
    });
    return this.#turn;
  }

  async #readAll(): Promise<void> {
    for (const [key, followed] of this.#followed) {
      const { ended } = followed;
      await this.#readOne(followed, ended);
      if (ended) this.#followed.delete(key);
    }
  }

  async #readOne(followed: Followed, ended: boolean): Promise<void> {
    const { step, task, attempt } = followed;
    const place = { flow: this.ref.flow, run: this.ref.run, step, task };
    for (;;) {
      const { cursor } = followed;
      const page = await readLog(this.ds, place, { attempt, cursor, limit: PAGE, ended });
      followed.cursor = page.cursor;
      for (const line of page.lines) this.print(line, followed);
      if (page.lines.length < PAGE) return;
    }
  }
}

/** Of a line that stands among those of other tasks: `[train/12] `. */
export function linePrefix({ step, task }: LoggedAttempt): string {
  return `[${step}/${task}] `;
}

/** What a terminal would show in the end: a progress bar draws its line again and again, behind carriage returns. */
export function lastLook(text: string): string {
  const trimmed = text.replace(/\r+$/, '');
  return trimmed.slice(trimmed.lastIndexOf('\r') + 1);
}

function keyOf({ step, task, attempt }: LoggedAttempt): string {
  return `${step}/${task}/${attempt}`;
}
