/** Follows runs: woken by the file system where it can, looking once a second where it cannot. */
import { watch, type FSWatcher } from 'node:fs';
import type { Datastore } from '../datastore/datastore';
import { runFolder } from '../datastore/layout';
import type { RunFold } from './fold';
import type { RunRef } from './model';
import { RunReading } from './runReading';

/** Milliseconds between two looks when nothing woke us. */
const LOOK_INTERVAL = 1_000;
/** Runs without an event log are read from their many records: less often. */
const RECORDS_INTERVAL = 3_000;
/** Milliseconds that we let pass after a wake-up, since a run writes many lines at once. */
const SETTLE = 25;

/** Follows one run until it is disposed of. */
export class RunWatch implements Disposable {
  readonly #reading: RunReading;
  readonly #listeners = new Set<(fold: RunFold) => void>();
  readonly #stop = new AbortController();
  #watcher: FSWatcher | undefined;
  #timer: NodeJS.Timeout | undefined;
  #refreshing: Promise<void> | undefined;
  #again = false;
  #lastRead = 0;

  constructor(
    private readonly ds: Datastore,
    readonly ref: RunRef,
  ) {
    this.#reading = new RunReading(ds, ref);
  }

  get fold(): RunFold {
    return this.#reading.fold;
  }

  /** Reads the run for the first time and begins to follow it. */
  async open(): Promise<RunFold> {
    await this.#refresh();
    this.#follow();
    return this.fold;
  }

  onChange(listener: (fold: RunFold) => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  [Symbol.dispose](): void {
    this.#stop.abort();
    this.#unfollow();
    this.#listeners.clear();
  }

  #follow(): void {
    if (this.#reading.final || this.#stop.signal.aborted) return;
    this.#timer = setInterval(() => this.#look(), LOOK_INTERVAL);
    const folder = this.ds.storage.localPath(runFolder(this.ref.flow, this.ref.run));
    if (folder === undefined) return;
    try {
      this.#watcher = watch(folder, { persistent: false }, () => this.#wake());
      // Too many watches, or the folder is gone: the timer goes on looking.
      this.#watcher.on('error', () => this.#watcher?.close());
    } catch {
      this.#watcher = undefined;
    }
  }

  #unfollow(): void {
    clearInterval(this.#timer);
    this.#watcher?.close();
  }

  #look(): void {
    const fromRecords = this.#watcher === undefined;
    if (fromRecords && Date.now() - this.#lastRead < RECORDS_INTERVAL) return;
    void this.#refresh().catch(() => undefined);
  }

  #wake(): void {
    setTimeout(() => void this.#refresh().catch(() => undefined), SETTLE).unref();
  }

  #wanted(): boolean {
    return this.#again;
  }

  /** One reading at a time; what wakes us meanwhile leads to one more. */
  async #refresh(): Promise<void> {
    if (this.#refreshing) {
      this.#again = true;
      return this.#refreshing;
    }
    this.#refreshing = this.#readOnce();
    try {
      await this.#refreshing;
    } finally {
      this.#refreshing = undefined;
    }
  }

  async #readOnce(): Promise<void> {
    let again = true;
    while (again && !this.#stop.signal.aborted) {
      this.#again = false;
      const changed = await this.#reading.refresh(this.#stop.signal);
      this.#lastRead = Date.now();
      if (changed) for (const listener of [...this.#listeners]) listener(this.fold);
      again = this.#wanted();
    }
    if (this.#reading.final) this.#unfollow();
  }
}
