import type { FixRule } from './fix';
import { insert, lineAt, replace, textIn } from './source';
import { likelyNext, selfOf, stepAt } from './steps';

/** Goes on to the step that most likely comes next. */
export const missingNext: FixRule = (finding, context) => {
  const step = stepAt(finding.step, context);
  const body = step?.place.model.bodyRange;
  const next = step && likelyNext(context.flow, step.name);
  if (!step || !body || next === undefined) return [];
  const { source, place } = step;
  const call = `${selfOf(place)}.next(self.${next})`;
  const title = `Go to ${next} at the end of the step`;
  // A step that does nothing yet: what holds its place goes.
  if (textIn(source, body).trim() === 'pass' || textIn(source, body).trim() === '...') {
    return [{ title, edits: [replace(source, body, call)], safe: false }];
  }
  const isOneLine = body.start.line === place.model.nameRange.start.line;
  const separator = isOneLine
    ? '; '
    : source.eol + lineAt(source, body.start.line).slice(0, body.start.character);
  const last = /^(\s*)return(?:\s+None)?\s*$/.exec(lineAt(source, body.end.line));
  if (last && last[1]?.length === body.start.character) {
    const start = { line: body.end.line, character: body.start.character };
    return [{ title, edits: [replace(source, { start, end: body.end }, call)], safe: false }];
  }
  return [{ title, edits: [insert(source, body.end, separator + call)], safe: false }];
};
