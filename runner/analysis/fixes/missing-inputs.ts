import type { FixRule } from './fix';
import { joinBeforeEnd } from './joining';
import { replace, textIn } from './source';
import { stepAt } from './steps';

/** Makes a join of the step where branches meet; before the end, which cannot be one, a join comes. */
export const missingInputs: FixRule = (finding, context) => {
  if (finding.step === context.flow.description.endStep) return joinBeforeEnd(context);
  const step = stepAt(finding.step, context);
  const range = step?.place.model.parametersRange;
  if (!step || !range || step.place.model.parameters.length !== 1) return [];
  const longer = textIn(step.source, range).replace(/,?\s*\)$/, ', inputs)');
  return [
    {
      title: 'Add the argument inputs',
      edits: [replace(step.source, range, longer)],
      safe: false,
    },
  ];
};
