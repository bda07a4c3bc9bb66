/** The runs that the window watches: a snapshot each, then their changes. */
import type { HeldRun, OpenRuns } from '../runs/openRuns';
import { keyOf } from '../runs/openRuns';
import { modelOf } from '../runs/stepModels';
import type { RunRef } from '../runs/model';
import { coalesced, type Coalesced } from './coalesce';
import type { RunChanged, RunSnapshot } from './protocol';

interface Subscription extends Disposable {
  readonly held: HeldRun;
  readonly changes: Coalesced;
  revision: number;
}

export class RunSubscriptions implements Disposable {
  readonly #subscriptions = new Map<string, Subscription>();

  constructor(
    private readonly runs: OpenRuns,
    private readonly send: (changed: RunChanged) => void,
  ) {}

  /** Asking again for a run that is watched gives a new snapshot of it. */
  async watch(ref: RunRef): Promise<RunSnapshot> {
    const key = keyOf(ref);
    const subscription = this.#subscriptions.get(key) ?? this.#subscribe(key, ref);
    try {
      await subscription.held.opened;
    } catch (error) {
      this.unwatch(ref);
      throw error;
    }
    return { revision: subscription.revision, model: modelOf(subscription.held.watch.fold) };
  }

  unwatch(ref: RunRef): void {
    const key = keyOf(ref);
    this.#subscriptions.get(key)?.[Symbol.dispose]();
    this.#subscriptions.delete(key);
  }

  [Symbol.dispose](): void {
    for (const subscription of this.#subscriptions.values()) subscription[Symbol.dispose]();
    this.#subscriptions.clear();
  }

  #subscribe(key: string, ref: RunRef): Subscription {
    const held = this.runs.hold(ref);
    const changes = coalesced(() => {
      subscription.revision += 1;
      this.send({
        ref,
        revision: subscription.revision,
        model: modelOf(held.watch.fold),
      });
    });
    const listening = held.watch.onChange(() => changes.ask());
    const subscription: Subscription = {
      held,
      changes,
      revision: 0,
      [Symbol.dispose]: () => {
        listening[Symbol.dispose]();
        changes[Symbol.dispose]();
        held[Symbol.dispose]();
      },
    };
    this.#subscriptions.set(key, subscription);
    return subscription;
  }
}
