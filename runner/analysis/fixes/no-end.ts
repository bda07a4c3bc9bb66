import type { Fix, FixRule } from './fix';
import { insert } from './source';
import { insertAfter, selfOf, stepAt, stepLines } from './steps';

/** Adds an end; a last step that goes nowhere goes there. */
export const noEnd: FixRule = (_finding, context) => {
  const last = context.flow.description.steps.at(-1);
  const step = stepAt(last?.name, context);
  if (!step || !last) return [];
  const edits: Fix['edits'][number][] = [];
  const body = step.place.model.bodyRange;
  if (last.next.length === 0 && body) {
    const { source, place } = step;
    const isOneLine = body.start.line === place.model.nameRange.start.line;
    const line = source.lines[body.start.line] ?? '';
    const separator = isOneLine ? '; ' : source.eol + line.slice(0, body.start.character);
    edits.push(insert(source, body.end, `${separator}${selfOf(place)}.next(self.end)`));
  }
  edits.push(insertAfter(step, stepLines(step, 'end', 'pass')));
  return [{ title: 'Add a step named end', edits, safe: false }];
};
