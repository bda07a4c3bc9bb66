/** The door of the refactorings: what can be done to a flow at a place. */
import { addStep } from './addStep';
import { decorate } from './decorate';
import { extractStep } from './extract/extractStep';
import { splitIntoForeach } from './foreach/splitIntoForeach';
import type { RefactorContext, Refactoring } from './refactoring';

export type { RefactorContext, Refactoring } from './refactoring';

const ALL: readonly ((context: RefactorContext) => readonly Refactoring[])[] = [
  extractStep,
  splitIntoForeach,
  addStep,
  decorate,
];

export function refactoringsAt(context: RefactorContext): Refactoring[] {
  return ALL.flatMap((refactor) => refactor(context));
}
