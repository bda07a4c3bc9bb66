import type { FixRule } from './fix';
import { replace, textIn } from './source';
import { stepAt } from './steps';

/** Adds `self`. */
export const stepArguments: FixRule = (finding, context) => {
  const step = stepAt(finding.step, context);
  const range = step?.place.model.parametersRange;
  if (!step || !range || step.place.model.parameters.length > 0) return [];
  if (!/^\(\s*\)$/.test(textIn(step.source, range))) return [];
  const edits = [replace(step.source, range, '(self)')];
  return [{ title: 'Add the argument self', edits, safe: true }];
};
