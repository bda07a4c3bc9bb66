/**
 * What the artifacts of a run look like, a few words each. Reads one task a step, the beginning of each value, and no
 * value twice: steps pass on what they do not change.
 */
import type { Datastore } from '../datastore/datastore';
import { isPublicArtifact } from '../datastore/layout';
import {
  readTaskRecord,
  recordedType,
  sketchArtifact,
  sketchBytes,
  type StoredArtifact,
} from '../datastore/tasks';
import { FlowdeckError } from '../errors';
import type { ArtifactFacts } from '../flow/facts';
import type { RunFold, StepFold } from './fold';
import type { RunRef } from './model';
import { tasksOf } from './taskList';

/** An artifact at the end of a step. */
export interface HeldArtifact {
  readonly step: string;
  readonly name: string;
  /** Of the value: equal keys are equal values. */
  readonly key: string;
  readonly facts: ArtifactFacts;
  /** The run that it is of. */
  readonly run: string;
}

const PREVIEW_LENGTH = 80;
/** Bytes that are read of all values of a run; of what comes after them only the recorded type is told. */
const MOST_BYTES = 4 << 20;
/** Artifacts of a step beyond these are not told. */
const MOST_OF_STEP = 200;
/** Tasks of a step that are looked at for one that went well. */
const MOST_TASKS = 16;
/** Values that stay known, of all flows together. */
const KEPT = 5_000;

export class ArtifactFactsReader {
  readonly #known = new Map<string, ArtifactFacts>();

  /**
   * Steps in the graph's order, artifacts by name. A task or value that cannot be read is left out, or has no preview.
   * @param known steps of which nothing is to be read.
   */
  async read(
    ds: Datastore,
    run: RunFold,
    known: ReadonlySet<string>,
    signal?: AbortSignal,
  ): Promise<readonly HeldArtifact[]> {
    const held: HeldArtifact[] = [];
    const budget = { left: MOST_BYTES };
    for (const step of run.steps.values()) {
      if (known.has(step.name)) continue;
      for (const [name, stored] of await artifactsOf(ds, run.ref, step, signal)) {
        signal?.throwIfAborted();
        const facts = await this.#factsOf(ds, run.ref.flow, stored, budget, signal);
        held.push({ step: step.name, name, key: stored.key, facts, run: run.ref.run });
      }
    }
    return held;
  }

  async #factsOf(
    ds: Datastore,
    flow: string,
    stored: StoredArtifact,
    budget: { left: number },
    signal?: AbortSignal,
  ): Promise<ArtifactFacts> {
    const key = `${ds.root}\n${flow}\n${stored.key}`;
    const known = this.#known.get(key);
    if (known) return known;
    const bytes = sketchBytes(stored);
    if (bytes > budget.left) return { type: recordedType(stored) };
    budget.left -= bytes;
    const facts = await sketchArtifact(ds, flow, stored, PREVIEW_LENGTH, signal).catch(
      (error: unknown): ArtifactFacts => {
        signal?.throwIfAborted();
        if (!(error instanceof FlowdeckError)) throw error;
        return { type: recordedType(stored) };
      },
    );
    this.#keep(key, facts);
    return facts;
  }

  #keep(key: string, facts: ArtifactFacts): void {
    this.#known.set(key, facts);
    const oldest = this.#known.keys().next();
    if (this.#known.size > KEPT && oldest.done !== true) this.#known.delete(oldest.value);
  }
}

async function artifactsOf(
  ds: Datastore,
  { flow, run }: RunRef,
  step: StepFold,
  signal?: AbortSignal,
): Promise<readonly (readonly [name: string, stored: StoredArtifact])[]> {
  const task = taskToShow(step);
  if (task === undefined) return [];
  const place = { flow, run, step: step.name, task };
  const record = await readTaskRecord(ds, place, undefined, signal);
  return [...(record?.objects ?? [])]
    .filter(([name]) => isPublicArtifact(name))
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .slice(0, MOST_OF_STEP);
}

/** The first task, or the first that went well if one of the first few did. */
export function taskToShow({ tasks }: StepFold): string | undefined {
  let first: string | undefined;
  let looked = 0;
  for (const { task, state } of tasksOf(tasks)) {
    first ??= task;
    if (state === 'succeeded' || state === 'caught') return task;
    looked += 1;
    if (looked === MOST_TASKS) break;
  }
  return first;
}
