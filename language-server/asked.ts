/** What a feature is asked about: a place in a document, and all that is known there. Features are pure functions of it. */
import type { AnalysedFlow } from '../runner/analysis/analyse';
import type { PlacedFinding } from '../runner/analysis/check';
import type { ModuleModel } from '../runner/analysis/model';
import type { ResolveModule } from '../runner/analysis/meaning/names';
import type { Position } from '../runner/analysis/positions';
import type { PythonParser } from '../runner/analysis/source/parser';
import type { Translate } from '../runner/drawing/words';
import type { RunFacts } from '../runner/flow/facts';

export interface AskedDocument {
  readonly uri: string;
  /** Absolute. */
  readonly path: string;
  readonly text: string;
  readonly module: ModuleModel;
  /** For what a model does not keep; whoever parses deletes the tree. */
  readonly parser: PythonParser;
  /** Follows an import of the document to a module of the workspace. */
  readonly resolve: ResolveModule;
  /** Those that the document defines, in the order of the text. */
  readonly flows: readonly AnalysedFlow[];
  /**
   * All flows of the workspace that share a class with one of the document's, those included: a step of a base class is a
   * step of every flow that builds on it. Computed when asked.
   */
  readonly family: () => readonly AnalysedFlow[];
  /** The text of another module; the open document's when it is open. */
  readonly textOf: (file: string) => string | undefined;
  readonly uriOf: (file: string) => string;
  /** What is wrong with a flow, as loud as the person and the project want it. */
  readonly findings: (flow: AnalysedFlow) => readonly PlacedFinding[];
  /** Of the newest runs. */
  readonly facts: readonly RunFacts[];
  /** Whether anything may run. */
  readonly trusted: boolean;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly t: Translate;
}

export interface Asked extends AskedDocument {
  readonly position: Position;
}
