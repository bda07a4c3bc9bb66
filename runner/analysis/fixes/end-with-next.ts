import type { FixRule } from './fix';
import { removeStatement, replace } from './source';
import { stepAt } from './steps';

/** The end goes nowhere. */
export const endWithNext: FixRule = (finding, context) => {
  const step = stepAt(finding.step, context);
  const next = step?.place.nextRange;
  const body = step?.place.model.bodyRange;
  if (!step || !next || !body) return [];
  const isAll =
    body.start.line === next.start.line && body.start.character === next.start.character;
  const edit = isAll ? replace(step.source, next, 'pass') : removeStatement(step.source, next);
  return [{ title: 'Remove the self.next', edits: [edit], safe: false }];
};
