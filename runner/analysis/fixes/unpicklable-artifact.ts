import { assignmentsIn } from '../assignments';
import type { FixRule } from './fix';
import { listOf } from './foreach-value';
import { replace, textIn } from './source';
import { stepAt } from './steps';

/** Makes a list of a generator; what else cannot be stored belongs into a local variable. */
export const unpicklableArtifact: FixRule = (finding, context) => {
  const step = stepAt(finding.step, context);
  const written =
    step &&
    assignmentsIn(step.place.model.effects).find(
      ({ range }) => range.start === finding.range.start,
    );
  if (!step || written?.value.kind !== 'generator' || !written.valueRange) return [];
  const list = listOf(textIn(step.source, written.valueRange));
  const edits = [replace(step.source, written.valueRange, list)];
  return [{ title: 'Make a list of it', edits, safe: true }];
};
