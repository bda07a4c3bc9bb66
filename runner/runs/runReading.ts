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
    const hasLog = await this.#readLog(signal);
    if (!hasLog) this.fold = await foldRecords(this.ds, this.ref, signal);
    else if (this.#told.state !== 'running') this.fold = this.#told;
    else this.fold = await this.#withoutEnd(before, signal);
    this.#final = this.fold.state !== 'running' && this.fold.state !== 'interrupted';
    return this.fold !== before;
  }

  async #readLog(signal?: AbortSignal): Promise<boolean> {
    const reading = await this.#log.read(signal);
    if (!reading) return false;
    if (reading.replaced) this.#told = startFold(this.ref);
    this.#told = foldEvents(this.#told, reading.events);
    return this.#told.startedAt > 0;
  }

  /** The log has no end yet: the run goes on, or was cut off, or lost the end of its log. */
  async #withoutEnd(before: RunFold, signal?: AbortSignal): Promise<RunFold> {
    if (await this.#isAlive(signal)) return this.#told;
    const record = await readRunFile(this.ds, this.ref, signal);
    if (record && record.state !== 'running') {
      // The run ended between our looks at the log and at its process: the log has the end now, unless it was lost.
      await this.#readLog(signal);
      return this.#told.state === 'running' ? foldRecords(this.ds, this.ref, signal) : this.#told;
    }
    await this.#readLog(signal);
    if (this.#told.state !== 'running') return this.#told;
    const settled = endFold(this.#told, 'interrupted', undefined);
    return before.state === 'interrupted' && sameTasks(before, settled) ? before : settled;
  }

  async #isAlive(signal?: AbortSignal): Promise<boolean> {
    const owner = await readProcessFile(this.ds, this.ref, signal);
    if (!owner) return Date.now() - this.#told.startedAt < BEGINNING;
    return (await livenessOf(owner)) !== 'gone';
  }
}

/** Settling copies, so a look that found nothing new is recognised by what it copied from. */
function sameTasks(one: RunFold, other: RunFold): boolean {
  return [...one.steps].every(([name, step]) => {
    const same = other.steps.get(name);
    return same?.tasks.length === step.tasks.length && same.endedAt === step.endedAt;
  });
}
