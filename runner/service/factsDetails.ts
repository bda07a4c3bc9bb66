/** Reads, in the background and one flow after another, what facts tell beyond the run itself: artifacts and usual durations. */
import { setTimeout as sleep } from 'node:timers/promises';
import { ArtifactFactsReader, type HeldArtifact } from '../runs/artifactFacts';
import type { RunDetails } from '../runs/facts';
import type { RunIndex } from '../runs/index';
import type { RunModel } from '../runs/model';
import { keyOf, type OpenRuns } from '../runs/openRuns';
import { RECENT_RUNS, RecentSteps } from '../runs/recentSteps';
import { isShort } from '../runs/shortRuns';

/** Flows whose details are read: those that ran last. */
const MOST_FLOWS = 64;
/** Runs before the newest that are looked into for steps that it did not come to. */
const EARLIER_RUNS = 3;
/** Milliseconds before each flow, in which questions of the window are answered. */
const PAUSE = 20;

export class FactsDetails implements Disposable {
  readonly #known = new Map<string, RunDetails>();
  readonly #artifacts = new ArtifactFactsReader();
  readonly #recent: RecentSteps;
  readonly #ending = new AbortController();
  #wanted: readonly RunModel[] = [];
  #reading = false;

  /** @param changed called when more is known. */
  constructor(
    private readonly index: RunIndex,
    private readonly runs: OpenRuns,
    private readonly changed: () => void,
  ) {
    this.#recent = new RecentSteps(runs);
  }

  /** What is known of a run by now. */
  of(run: RunModel): RunDetails | undefined {
    return this.#known.get(keyWithState(run));
  }

  /** Reads the details of these runs, of the first ones first; takes the place of what was wanted before. */
  want(runs: readonly RunModel[]): void {
    this.#wanted = runs.slice(0, MOST_FLOWS);
    const keys = new Set(this.#wanted.map(keyWithState));
    for (const key of this.#known.keys()) if (!keys.has(key)) this.#known.delete(key);
    if (!this.#reading) void this.#readAll();
  }

  [Symbol.dispose](): void {
    this.#wanted = [];
    this.#ending.abort();
  }

  async #readAll(): Promise<void> {
    this.#reading = true;
    const { signal } = this.#ending;
    try {
      for (let run = this.#next(); run; run = this.#next()) {
        await sleep(PAUSE, undefined, { signal, ref: false });
        this.#known.set(keyWithState(run), await this.#read(run, signal));
        this.changed();
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      this.#reading = false;
    }
  }

  #next(): RunModel | undefined {
    return this.#wanted.find((run) => !this.#known.has(keyWithState(run)));
  }

  async #read(run: RunModel, signal: AbortSignal): Promise<RunDetails> {
    // A datastore that is damaged or deleted meanwhile takes no more than these details away.
    const none = (): [] => {
      signal.throwIfAborted();
      return [];
    };
    const newest = this.index.newestOf(run.ref, RECENT_RUNS);
    return {
      artifacts: await this.#artifactsOf(run, signal).catch(none),
      recent: new Map(await this.#recent.of(newest, signal).catch(none)),
    };
  }

  /** Of steps that the run has not come to, those of the last run that did. */
  async #artifactsOf({ ref, description, steps }: RunModel, signal: AbortSignal) {
    const ds = this.runs.datastore(ref.root);
    const held: HeldArtifact[] = [];
    const known = new Set<string>();
    for (const one of this.index.newestOf(ref, 1 + EARLIER_RUNS)) {
      if (steps.every(({ name }) => known.has(name))) break;
      if (one.run !== ref.run && !(await isShort(ds, one, signal))) continue;
      const run = await this.runs.read(one, signal);
      if (run.state === 'running' || run.description?.file !== description?.file) continue;
      held.push(...(await this.#artifacts.read(ds, run, known, signal)));
      for (const { step } of held) known.add(step);
    }
    return held;
  }
}

/** A run is read again when it has ended. */
function keyWithState({ ref, state }: RunModel): string {
  return `${keyOf(ref)}\n${state}`;
}
