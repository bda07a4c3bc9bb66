/** The list of runs as the window sees it: pages, then what changes. */
import type { RunIndex } from '../runs/index';
import type { RunRef, RunSummary } from '../runs/model';
import { keyOf } from '../runs/openRuns';
import { coalesced } from './coalesce';
import type { RunsChanged, RunsListParams, RunsPage } from './protocol';

/** Most rows of one page. */
const PAGE_LIMIT = 500;
/** Milliseconds between two looks for new runs, once somebody has asked for the list. */
const LOOK_INTERVAL = 1_000;

export class RunList implements Disposable {
  #revision = 0;
  #changed = new Map<string, RunSummary>();
  #removed = new Map<string, RunRef>();
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  readonly #listening: Disposable;
  readonly #changes = coalesced(() => this.#flush());

  constructor(
    private readonly index: RunIndex,
    private readonly send: (changed: RunsChanged) => void,
  ) {
    this.#listening = index.onChange(({ changed, removed }) => {
      for (const summary of changed) this.#changed.set(keyOf(summary.ref), summary);
      for (const ref of removed) this.#removed.set(keyOf(ref), ref);
      this.#changes.ask();
    });
  }

  async page(params: RunsListParams, signal: AbortSignal): Promise<RunsPage> {
    await this.look();
    this.#keepLooking();
    const { flow, offset, limit } = params;
    const slice = await this.index.page(
      { flow, offset: Math.max(0, offset), limit: Math.min(limit, PAGE_LIMIT) },
      signal,
    );
    return { revision: this.#revision, ...slice };
  }

  /** Looks for new runs now; calls that overlap share one look. */
  async look(): Promise<void> {
    this.#looking ??= this.index.update().finally(() => {
      this.#looking = undefined;
    });
    await this.#looking;
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    this.#listening[Symbol.dispose]();
    this.#changes[Symbol.dispose]();
  }

  #keepLooking(): void {
    this.#timer ??= setInterval(() => void this.look().catch(() => undefined), LOOK_INTERVAL);
  }

  #flush(): void {
    const changed = [...this.#changed.values()];
    const removed = [...this.#removed.values()];
    this.#changed = new Map();
    this.#removed = new Map();
    this.#revision += 1;
    this.send({ revision: this.#revision, changed, removed });
  }
}
