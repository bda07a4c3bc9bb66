/**
 * One run, read from what there is: the event log, else the records. `refresh` reads on from where it stopped, so that
 * following a long run costs what is new.
 */
import type { Datastore } from '../datastore/datastore';
import { readProcessFile, readRunFile } from '../datastore/runRecord';
import { EventLogReader } from './eventLog';
import { endFold, foldEvents, startFold, type RunFold } from './fold';
import type { RunRef } from './model';
import { livenessOf } from './process';
import { foldRecords } from './records';

/** A run that has no `process.json` yet may still be about to write it, for so many milliseconds after its id. */
const BEGINNING = 10_000;

export class RunReading {
  readonly #log: EventLogReader;
  /** As the events tell it. */
  #told: RunFold;
  /** Of a log that has ended, or of records: nothing will change. */
  #final = false;
  fold: RunFold;

  constructor(
    private readonly ds: Datastore,
    private readonly ref: RunRef,
  ) {
    this.#log = new EventLogReader(ds.storage, ref);
    this.#told = startFold(ref);
    this.fold = this.#told;
  }

  /** Nothing will change any more. */
  get final(): boolean {
    return this.#final;
  }

  /** Reads what is new. @returns whether the run looks different now. */
  async refresh(signal?: AbortSignal): Promise<boolean> {
    if (this.#final) return false;
    const before = this.fold;
    const told = this.#told;
    const hasLog = await this.#readLog(signal);
    if (!hasLog) this.#take(await foldRecords(this.ds, this.ref, signal));
    else if (this.#told.state !== 'running') this.fold = this.#told;
    // A log that grows between two looks is written by someone.
    else if (told.startedAt > 0 && this.#told !== told) this.fold = this.#told;
    else this.#take(await this.#withoutEnd(signal));
    this.#final = this.fold.state !== 'running' && this.fold.state !== 'interrupted';
    return this.fold !== before;
  }

  /** A look that found nothing new leaves the fold as it is. */
  #take(fold: RunFold): void {
    if (!looksSame(this.fold, fold)) this.fold = fold;
  }

  async #readLog(signal?: AbortSignal): Promise<boolean> {
    const reading = await this.#log.read(signal);
    if (!reading) return false;
    if (reading.replaced) this.#told = startFold(this.ref);
    this.#told = foldEvents(this.#told, reading.events);
    return this.#told.startedAt > 0;
  }

  /** The log has no end yet: the run goes on, or was cut off, or lost the end of its log. */
  async #withoutEnd(signal?: AbortSignal): Promise<RunFold> {
    if (await this.#isAlive(signal)) return this.#told;
    const record = await readRunFile(this.ds, this.ref, signal);
    if (record && record.state !== 'running') {
      // The run ended between our looks at the log and at its process: the log has the end now, unless it was lost.
      await this.#readLog(signal);
      return this.#told.state === 'running' ? foldRecords(this.ds, this.ref, signal) : this.#told;
    }
    await this.#readLog(signal);
    if (this.#told.state !== 'running') return this.#told;
    return endFold(this.#told, 'interrupted', undefined);
  }

  async #isAlive(signal?: AbortSignal): Promise<boolean> {
    const owner = await readProcessFile(this.ds, this.ref, signal);
    if (!owner) return Date.now() - this.#told.startedAt < BEGINNING;
    return (await livenessOf(owner)) !== 'gone';
  }
}

/** Records and settled folds are made anew by every look: what they show decides. */
function looksSame(one: RunFold, other: RunFold): boolean {
  if (one === other) return true;
  if (one.state !== other.state || one.startedAt !== other.startedAt) return false;
  if (one.steps.size !== other.steps.size) return false;
  return [...one.steps].every(([name, step]) => {
    const same = other.steps.get(name);
    return (
      same?.tasks.length === step.tasks.length &&
      same.endedAt === step.endedAt &&
      same.retries === step.retries &&
      JSON.stringify(same.counts) === JSON.stringify(step.counts)
    );
  });
}
