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
}

export interface ArtifactFacts {
  readonly type: string;
  /** At most 80 characters. */
  readonly preview?: string;
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
  readonly artifacts?: { readonly [step: string]: { readonly [name: string]: ArtifactFacts } };
}
