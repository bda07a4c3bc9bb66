/** The runs that somebody looks at, each read once however many look, and a few that were looked at before. */
import { openDatastore, type Datastore } from '../datastore/datastore';
import type { RunFold } from './fold';
import type { RunRef } from './model';
import { RunReading } from './runReading';
import { RunWatch } from './watch';

/** Finished runs that stay in memory after the last look at them. */
const KEPT = 8;

interface OpenRun {
  readonly watch: RunWatch;
  readonly opened: Promise<RunFold>;
  holders: number;
}

export interface HeldRun extends Disposable {
  readonly watch: RunWatch;
  /** Once it was read for the first time. */
  readonly opened: Promise<RunFold>;
}

export class OpenRuns implements Disposable {
  readonly #open = new Map<string, OpenRun>();
  readonly #kept = new Map<string, RunFold>();
  readonly #datastores = new Map<string, Datastore>();

  datastore(root: string): Datastore {
    const known = this.#datastores.get(root) ?? openDatastore(root);
    this.#datastores.set(root, known);
    return known;
  }

  /** Follows a run until the hold is disposed of. */
  hold(ref: RunRef): HeldRun {
    const key = keyOf(ref);
    const open = this.#open.get(key) ?? this.#openRun(ref);
    open.holders += 1;
    let held = true;
    return {
      watch: open.watch,
      opened: open.opened,
      [Symbol.dispose]: () => {
        if (!held) return;
        held = false;
        open.holders -= 1;
        if (open.holders === 0) this.#close(key, open);
      },
    };
  }

  /** The run as it is now, without following it. */
  async read(ref: RunRef, signal?: AbortSignal): Promise<RunFold> {
    const key = keyOf(ref);
    const open = this.#open.get(key);
    if (open) {
      await open.opened;
      return open.watch.fold;
    }
    const kept = this.#kept.get(key);
    if (kept) return kept;
    const reading = new RunReading(this.datastore(ref.root), ref);
    await reading.refresh(signal);
    if (reading.final) this.#keep(key, reading.fold);
    return reading.fold;
  }

  [Symbol.dispose](): void {
    for (const { watch } of this.#open.values()) watch[Symbol.dispose]();
    this.#open.clear();
  }

  #openRun(ref: RunRef): OpenRun {
    const watch = new RunWatch(this.datastore(ref.root), ref);
    const open = { watch, opened: watch.open(), holders: 0 };
    this.#open.set(keyOf(ref), open);
    // Whoever asked learns why; the next one tries again.
    open.opened.catch(() => this.#open.delete(keyOf(ref)));
    return open;
  }

  #close(key: string, { watch }: OpenRun): void {
    this.#open.delete(key);
    watch[Symbol.dispose]();
    if (watch.fold.endedAt !== undefined) this.#keep(key, watch.fold);
  }

  #keep(key: string, fold: RunFold): void {
    this.#kept.delete(key);
    this.#kept.set(key, fold);
    const oldest = this.#kept.keys().next();
    if (this.#kept.size > KEPT && oldest.done !== true) this.#kept.delete(oldest.value);
  }
}

/** The same text for the same run. */
export function keyOf({ root, flow, run }: RunRef): string {
  return `${root}\n${flow}\n${run}`;
}
