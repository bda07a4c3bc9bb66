import type { FixRule } from './fix';
import { beginsLine, lineAt, removeStatement } from './source';
import { stepAt } from './steps';

/** Takes away a call that always comes before the one that counts. */
export const repeatedNext: FixRule = (finding, context) => {
  const step = stepAt(finding.step, context);
  if (!step || finding.severity !== 'error') return [];
  const { source } = step;
  const { start, end } = finding.range;
  // As the only statement of a block it cannot just go.
  const body = step.place.model.bodyRange;
  if (!beginsLine(source, start) || start.character !== body?.start.character) return [];
  if (lineAt(source, end.line).slice(end.character).trim() !== '') return [];
  const edits = [removeStatement(source, finding.range)];
  return [{ title: 'Remove this self.next', edits, safe: false }];
};
