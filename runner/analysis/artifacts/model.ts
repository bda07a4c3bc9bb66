/** Which artifacts reach which step: what the artifact flow of a flow says. */
import type { AssignedValue } from '../assigned';
import type { InputSource, MergeEffect } from '../effects';
import type { Range } from '../positions';

/**
 * How sure it is that an artifact exists at a place.
 * - `surely`: on every way, whatever the conditions in the code come to.
 * - `usually`: on every way through the graph something sets it, though only in a loop or under a condition.
 * - `possibly`: there is a way through the graph on which nothing sets it.
 */
export type Presence = 'surely' | 'usually' | 'possibly';

/** A place where the text sets an artifact. */
export interface ArtifactWrite {
  readonly name: string;
  /** The step during which it happens; `undefined` for what the class itself defines. */
  readonly step?: string;
  /** Absolute path: a method of a base class may stand elsewhere. */
  readonly file: string;
  /** Of the name alone. */
  readonly range: Range;
  readonly value: AssignedValue;
  /** As people say it: `int`, `DataFrame`, `list[str]`; absent when the text does not tell. */
  readonly type?: string;
  /** What is called for the value, by the name that its module gives it: `threading.Lock`. */
  readonly callee?: string;
}

export interface ArtifactState {
  readonly presence: Presence;
  /** The assignments that may have given it its value there. */
  readonly writes: readonly ArtifactWrite[];
  /** Taken from the inputs by `merge_artifacts` on the way. */
  readonly merged: boolean;
}

export type ArtifactStates = ReadonlyMap<string, ArtifactState>;

export interface ArtifactRead {
  readonly name: string;
  readonly step: string;
  readonly file: string;
  readonly range: Range;
  /** What is known of it right there; absent: no way sets it. */
  readonly state?: ArtifactState;
  /** The code is prepared for it to be missing. */
  readonly guarded: boolean;
  /** It happens whenever the step runs. */
  readonly always: boolean;
  /** More artifacts may exist there than the text shows. */
  readonly open: boolean;
  /** Read from an input of a join. */
  readonly from?: InputSource;
  /** Metaflow reads it after `self.next(…)`; the range is that of the call. */
  readonly by?: 'foreach' | 'condition';
}

/** A call of `merge_artifacts`. */
export interface ArtifactMerge {
  readonly effect: MergeEffect;
  readonly file: string;
  /** It happens whenever the step runs. */
  readonly always: boolean;
  /** What was set before: that is not merged. */
  readonly before: ArtifactStates;
  /** More may be there, or come from the inputs, than the text shows. */
  readonly open: boolean;
}

export interface StepArtifacts {
  /**
   * When its first line begins. A join starts anew, and asks its `inputs`. Parameters and values of the class are there
   * in every step: their writes have no step.
   */
  readonly arriving: ArtifactStates;
  /** When it has ended. */
  readonly leaving: ArtifactStates;
  /** Of a join: each step that leads to it, with what comes from there. */
  readonly inputs?: ReadonlyMap<string, ArtifactStates>;
  readonly reads: readonly ArtifactRead[];
  /** In the order of the text, those of the methods that it calls included. */
  readonly writes: readonly ArtifactWrite[];
  readonly merges: readonly ArtifactMerge[];
  /** `self` goes where the text does not follow it: any artifact may be read there. */
  readonly escapes: boolean;
  /** The same of the inputs of a join. */
  readonly inputsEscape: boolean;
  /** More artifacts may exist from here on than the text shows: `setattr`, a helper that was given `self`, a library's base class. */
  readonly open: boolean;
}

/** Only steps that the start leads to are in it. */
export interface ArtifactFlow {
  readonly steps: ReadonlyMap<string, StepArtifacts>;
}
