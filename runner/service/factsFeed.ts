/**
 * Facts of the newest run of every flow, for lenses, gutter and hovers: sent whole at the start, then what changes. How a run
 * goes is told at once; what takes reading (its artifacts, how long its steps usually take) follows.
 */
import { mapBounded } from '../datastore/concurrency';
import { keyOfPlace, placeOf, type FactsChange, type RunFacts } from '../flow/facts';
import { factsOf, withArtifacts, type RunDetails } from '../runs/facts';
import type { RunIndex } from '../runs/index';
import { keyOf, type OpenRuns } from '../runs/openRuns';
import type { RunModel, RunRef } from '../runs/model';
import { modelOf } from '../runs/stepModels';
import { coalesced } from './coalesce';
import { FactsDetails } from './factsDetails';

/** Milliseconds: lenses need not be as quick as a page. */
const INTERVAL = 500;
/** A workspace with more flows than this gets facts of those that ran last. */
const MOST_FLOWS = 200;

/** Facts, and what they were made of: the same parts make the same facts. */
interface Made {
  readonly run: RunModel;
  readonly details: RunDetails | undefined;
  readonly facts: RunFacts;
  readonly text: string;
}

export class FactsFeed implements Disposable {
  /** Runs that have ended, so that they need not be read again; without their tasks, which may be many. */
  readonly #ended = new Map<string, RunModel>();
  /** What was sent, by flow. */
  #sent: ReadonlyMap<string, Made> | undefined;
  readonly #listening: Disposable;
  readonly #details: FactsDetails;
  readonly #sending = coalesced(() => this.#updateSoon(), INTERVAL);
  #updating = Promise.resolve();

  constructor(
    private readonly index: RunIndex,
    private readonly runs: OpenRuns,
    private readonly send: (change: FactsChange) => void,
  ) {
    this.#details = new FactsDetails(index, runs, () => this.#sending.ask());
    this.#listening = index.onChange(({ changed }) => {
      for (const { ref } of changed) this.#ended.delete(keyOf(ref));
      this.#sending.ask();
    });
  }

  /** Sends what is known by now. */
  start(): void {
    this.#sending.ask();
  }

  [Symbol.dispose](): void {
    this.#listening[Symbol.dispose]();
    this.#sending[Symbol.dispose]();
    this.#details[Symbol.dispose]();
  }

  /** One after another: each tells the difference to the one before. */
  #updateSoon(): void {
    this.#updating = this.#updating.then(() => this.#update()).catch(() => undefined);
  }

  async #update(): Promise<void> {
    const newest = this.index.newestOfFlows().slice(0, MOST_FLOWS);
    const read = await mapBounded(newest, (ref) => this.#read(ref));
    const runs = read.filter((run) => run !== undefined);
    this.#forgetOthers(newest);
    const made = new Map(
      runs.map((run) => {
        const key = keyOfPlace(run.ref);
        return [key, makeFacts(run, this.#details.of(run), this.#sent?.get(key))];
      }),
    );
    const change = difference(this.#sent, made);
    this.#sent = made;
    if (change) this.send(change);
    this.#details.want(runs);
  }

  async #read(ref: RunRef): Promise<RunModel | undefined> {
    const key = keyOf(ref);
    const known = this.#ended.get(key);
    if (known) return known;
    // One run that cannot be read must not take the facts of the others away.
    const fold = await this.runs.read(ref).catch(() => undefined);
    const model = fold && modelOf(fold);
    if (model && model.state !== 'running') this.#ended.set(key, model);
    return model;
  }

  #forgetOthers(newest: readonly RunRef[]): void {
    const keys = new Set(newest.map(keyOf));
    for (const key of this.#ended.keys()) if (!keys.has(key)) this.#ended.delete(key);
  }
}

function makeFacts(run: RunModel, details: RunDetails | undefined, before: Made | undefined): Made {
  if (before?.run === run && before.details === details) return before;
  const steps = factsOf(run, details?.recent);
  const facts = details?.artifacts.length ? withArtifacts(steps, details.artifacts) : steps;
  return { run, details, facts, text: JSON.stringify(facts) };
}

/** Undefined when nothing is different. The first time all of it is told, even if it is nothing. */
function difference(
  before: ReadonlyMap<string, Made> | undefined,
  now: ReadonlyMap<string, Made>,
): FactsChange | undefined {
  if (!before) {
    return { whole: true, changed: [...now.values()].map(({ facts }) => facts), removed: [] };
  }
  const changed = [...now]
    .filter(([key, { text }]) => before.get(key)?.text !== text)
    .map(([, { facts }]) => facts);
  const removed = [...before]
    .filter(([key]) => !now.has(key))
    .map(([, { facts }]) => placeOf(facts));
  return changed.length + removed.length === 0 ? undefined : { changed, removed };
}
