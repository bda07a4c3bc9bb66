/** Facts of the newest run of every flow, for the lenses: sent at the start and whenever they change. */
import type { RunFacts } from '../flow/facts';
import { mapBounded } from '../datastore/concurrency';
import { factsOf } from '../runs/facts';
import type { RunIndex } from '../runs/index';
import { keyOf, type OpenRuns } from '../runs/openRuns';
import type { RunRef } from '../runs/model';
import { modelOf } from '../runs/stepModels';
import { coalesced } from './coalesce';

/** Milliseconds: lenses need not be as quick as a page. */
const INTERVAL = 500;
/** A workspace with more flows than this gets facts of those that ran last. */
const MOST_FLOWS = 200;

export class FactsFeed implements Disposable {
  readonly #known = new Map<string, RunFacts>();
  readonly #listening: Disposable;
  readonly #sending = coalesced(() => void this.#update().catch(() => undefined), INTERVAL);
  #sent = '';

  constructor(
    private readonly index: RunIndex,
    private readonly runs: OpenRuns,
    private readonly send: (facts: readonly RunFacts[]) => void,
  ) {
    this.#listening = index.onChange(({ changed }) => {
      for (const { ref } of changed) this.#known.delete(keyOf(ref));
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
  }

  async #update(): Promise<void> {
    const newest = this.index.newestOfFlows().slice(0, MOST_FLOWS);
    const facts = await mapBounded(newest, (ref) => this.#factsOf(ref));
    const text = JSON.stringify(facts);
    if (text === this.#sent) return;
    this.#sent = text;
    this.send(facts.filter((each) => each !== undefined));
  }

  async #factsOf(ref: RunRef): Promise<RunFacts | undefined> {
    const key = keyOf(ref);
    const known = this.#known.get(key);
    if (known) return known;
    // One run that cannot be read must not take the facts of the others away.
    const fold = await this.runs.read(ref).catch(() => undefined);
    if (!fold) return undefined;
    const facts = factsOf(modelOf(fold));
    if (fold.state !== 'running') this.#known.set(key, facts);
    return facts;
  }
}
