/** How long steps took lately: the median over the newest runs of a flow. What a finished run says is read once. */
import type { StepFacts } from '../flow/facts';
import { keyOf, type OpenRuns } from './openRuns';
import type { RunModel, RunRef, StepModel } from './model';
import { RunReading } from './runReading';
import { modelOf } from './stepModels';
import { isShort } from './shortRuns';

/** Durations (ms) of the steps of a run that went through; undefined: it runs, or cannot be read. */
type Durations = ReadonlyMap<string, number> | undefined;
type Recent = NonNullable<StepFacts['recent']>;

/** Runs that the median is taken over. */
export const RECENT_RUNS = 10;
/** Runs that stay known, of all flows together. */
const KEPT = 2_000;

export class RecentSteps {
  readonly #known = new Map<string, Durations>();

  constructor(private readonly runs: OpenRuns) {}

  /** By step, of those that went through in one of these runs. */
  async of(refs: readonly RunRef[], signal?: AbortSignal): Promise<ReadonlyMap<string, Recent>> {
    const all = new Map<string, number[]>();
    for (const ref of refs) {
      signal?.throwIfAborted();
      for (const [step, duration] of (await this.#durationsOf(ref, signal)) ?? []) {
        all.set(step, [...(all.get(step) ?? []), duration]);
      }
    }
    return new Map(
      [...all].map(([step, durations]) => [
        step,
        { runs: durations.length, median: median(durations) },
      ]),
    );
  }

  async #durationsOf(ref: RunRef, signal?: AbortSignal): Promise<Durations> {
    const key = keyOf(ref);
    if (this.#known.has(key)) return this.#known.get(key);
    const model = await this.#read(ref, signal).catch((error: unknown) => {
      signal?.throwIfAborted();
      if (error instanceof Error) return undefined;
      throw error;
    });
    if (model?.state === 'running') return undefined;
    const durations = model && durationsOf(model);
    this.#known.set(key, durations);
    const oldest = this.#known.keys().next();
    if (this.#known.size > KEPT && oldest.done !== true) this.#known.delete(oldest.value);
    return durations;
  }

  /** Not through `OpenRuns`, whose few kept runs are those that people look at. */
  async #read(ref: RunRef, signal?: AbortSignal): Promise<RunModel | undefined> {
    const ds = this.runs.datastore(ref.root);
    if (!(await isShort(ds, ref, signal))) return undefined;
    const reading = new RunReading(ds, ref);
    await reading.refresh(signal);
    return modelOf(reading.fold);
  }
}

function durationsOf(model: RunModel): ReadonlyMap<string, number> {
  return new Map(
    model.steps.flatMap((step) => {
      const duration = durationOf(step);
      return duration === undefined ? [] : [[step.name, duration] as const];
    }),
  );
}

/** What a resumed run took over did not run in it. */
function durationOf({ state, startedAt, endedAt, cloned }: StepModel): number | undefined {
  if ((state !== 'succeeded' && state !== 'caught') || cloned !== undefined) return undefined;
  return startedAt === undefined || endedAt === undefined ? undefined : endedAt - startedAt;
}

/** Of an even number the mean of the two in the middle, in whole milliseconds. */
function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((one, other) => one - other);
  const middle = (sorted.length - 1) / 2;
  const [low = 0, high = 0] = [sorted[Math.floor(middle)], sorted[Math.ceil(middle)]];
  return Math.round((low + high) / 2);
}
