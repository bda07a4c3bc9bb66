/** Changes to a flow that an editor offers at a place, or says why not. Pure: what the text becomes, not how it is done. */
import type { AnalysedFlow, StepPlace } from '../analyse';
import type { FileEdit } from '../fixes/fix';
import { sourceOf, type Source } from '../fixes/source';
import type { ModuleModel } from '../model';
import type { Position, Range } from '../positions';
import type { PythonParser } from '../source/parser';

export interface RefactorContext {
  readonly flow: AnalysedFlow;
  readonly module: ModuleModel;
  readonly text: string;
  /** What is selected; empty where the cursor stands. */
  readonly range: Range;
  readonly parser: PythonParser;
  /** The flows that share a class with this one. */
  readonly family: () => readonly AnalysedFlow[];
}

export type RefactoringKind =
  | { readonly kind: 'add-step'; readonly step: string }
  | { readonly kind: 'extract-step' }
  | { readonly kind: 'split-into-foreach' }
  | { readonly kind: 'decorate'; readonly decorator: string };

export type Refactoring = RefactoringKind & Change;

export type Change =
  | {
      readonly edits: readonly FileEdit[];
      /** A step that is new: people will want another name. */
      readonly named?: string;
    }
  /** It makes sense here, but cannot be done: one sentence without a stop. */
  | { readonly refused: string };

export interface StepHere {
  readonly name: string;
  readonly place: StepPlace;
  readonly source: Source;
}

/** The step of the context's file that a place is in. */
export function stepAround(context: RefactorContext, position: Position): StepHere | undefined {
  const { flow, module, text } = context;
  for (const [name, place] of flow.steps) {
    if (place.file !== module.file || place.broken || !isIn(position, place.range)) continue;
    const source = sourceOf(place.file, { flow, textOf: () => text });
    return source && { name, place, source };
  }
  return undefined;
}

function isIn({ line }: Position, { start, end }: Range): boolean {
  return start.line <= line && line <= end.line;
}

/** Whether it runs as a gang of tasks, which only a join may follow. */
export function isGang({ name }: StepHere, { flow }: RefactorContext): boolean {
  return flow.description.steps.some(
    (each) => each.type === 'split-parallel' && each.next.includes(name),
  );
}

/** Whether a place is on the decorators or the `def` of a step. */
export function isOnHead({ place }: StepHere, { line }: Position): boolean {
  const end = place.model.parametersRange?.end ?? place.nameRange.end;
  return line <= end.line;
}
