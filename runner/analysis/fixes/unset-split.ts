import type { FixRule } from './fix';
import { meantBy } from './meant';
import { replace } from './source';
import { stepAt } from './steps';

/** Names the artifact that was meant in `foreach='…'` or `condition='…'`. */
export const unsetSplit: FixRule = (finding, context) => {
  const step = stepAt(finding.step, context);
  const described = context.flow.description.steps.find(({ name }) => name === finding.step);
  const written = described?.foreachArtifact ?? described?.condition;
  const meant = meantBy(finding);
  const place = step?.place.model.next?.mentions.find(
    ({ name, quoted }) => quoted === true && name === written,
  );
  if (!step || !place || meant === undefined) return [];
  const edits = [replace(step.source, place.range, meant)];
  return [{ title: `Change to ${meant}`, edits, safe: false }];
};
