/**
 * RunFacts: a bounded summary of past runs that the extension pushes to the language server, so that lenses and
 * hovers are pure functions of text and facts. At most 64 kB a flow.
 */
import type { RunState, StepState } from '../runs/model';

export interface StepFacts {
  readonly state: StepState;
  /** Epoch milliseconds. */
  readonly startedAt?: number;
  /** Milliseconds from the first attempt's start to the last one's end; absent while it runs. */
  readonly duration?: number;
  /** Tasks done and expected; `expected` is absent until the split is known. */
  readonly tasks: { readonly done: number; readonly failed: number; readonly expected?: number };
  /** Over the newest runs in which the step went through: how many those are, and the median duration (ms). */
  readonly recent?: { readonly runs: number; readonly median: number };
}

/** An artifact at the end of a step, in the step's first task: of a foreach, one of many. */
export interface ArtifactFacts {
  /** As people write it: `int`, `numpy.ndarray`. */
  readonly type: string;
  /** Of arrays and tables: `(344, 7)`, `(3,)`. */
  readonly shape?: string;
  /** Of lists, tuples, sets and dicts: how many they hold. */
  readonly items?: number;
  /** At most 80 characters; absent when the value cannot be read without executing it, or is too large to tell here. */
  readonly preview?: string;
}

export interface ArtifactsOfSteps {
  readonly [step: string]: { readonly [name: string]: ArtifactFacts };
}

export interface RunFacts {
  readonly flow: string;
  /** Absolute path of the file that the run was started from; absent for runs that do not tell. */
  readonly file?: string;
  readonly run: {
    readonly root: string;
    readonly id: string;
    readonly state: RunState;
    readonly startedAt: number;
    readonly duration?: number;
  };
  readonly steps: { readonly [step: string]: StepFacts };
  /** Public ones, parameters too; absent until they were read. */
  readonly artifacts?: ArtifactsOfSteps;
  /** Ids of earlier runs by step: where this run has not come so far (yet), the artifacts are those of the last that did. */
  readonly earlier?: { readonly [step: string]: string };
}

/** A flow of a datastore: there are facts of its newest run. */
export interface FactsPlace {
  readonly root: string;
  readonly flow: string;
}

/** What is different from what was told before. */
export interface FactsChange {
  /** What was told before counts no longer. */
  readonly whole?: true;
  /** Of flows that are new, or whose facts are others now. */
  readonly changed: readonly RunFacts[];
  readonly removed: readonly FactsPlace[];
}

/** The facts after a change, in no particular order. */
export function changeFacts(known: readonly RunFacts[], change: FactsChange): readonly RunFacts[] {
  if (change.whole) return change.changed;
  const others = new Set([...change.changed.map(placeOf), ...change.removed].map(keyOfPlace));
  return [...known.filter((facts) => !others.has(keyOfPlace(placeOf(facts)))), ...change.changed];
}

/** The same text for the same flow of the same datastore. */
export function keyOfPlace({ root, flow }: FactsPlace): string {
  return `${root}\n${flow}`;
}

export function placeOf({ flow, run }: RunFacts): FactsPlace {
  return { root: run.root, flow };
}
