/** A change to the text that mends what a rule found. The editor offers it; `flowdeck lint --fix` applies the safe ones. */
import type { AnalysedFlow } from '../analyse';
import type { PlacedFinding } from '../check';
import type { Range } from '../positions';

export interface FileEdit {
  /** Absolute path. */
  readonly file: string;
  readonly range: Range;
  readonly newText: string;
}

export interface Fix {
  /** What it does, in a few words: `Add the argument inputs`. */
  readonly title: string;
  /** In any order; they do not overlap. */
  readonly edits: readonly FileEdit[];
  /** It surely means what its author meant, so that it may be applied without asking. */
  readonly safe: boolean;
  /** It mends nothing, but asks not to tell of it. */
  readonly hides?: true;
}

/** What a fix may look at. */
export interface FixContext {
  readonly flow: AnalysedFlow;
  /** The text of a module of the flow; `undefined` when it is not at hand. */
  readonly textOf: (file: string) => string | undefined;
}

export type FixRule = (finding: PlacedFinding, context: FixContext) => readonly Fix[];
