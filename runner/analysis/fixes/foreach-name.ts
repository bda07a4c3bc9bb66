import type { FixRule } from './fix';
import { lineAt, replace } from './source';
import { selfOf, stepAt } from './steps';

/** Gives foreach the artifact's name. */
export const foreachName: FixRule = (finding, context) => {
  const step = stepAt(finding.step, context);
  if (!step) return [];
  const { start, end } = finding.range;
  const line = lineAt(step.source, start.line);
  const name = line.slice(start.character, end.character);
  const before = `${selfOf(step.place)}.`;
  const from = start.character - before.length;
  if (line.slice(from, start.character) !== before) return [];
  const range = { start: { line: start.line, character: from }, end };
  const edits = [replace(step.source, range, `'${name}'`)];
  return [{ title: `Write foreach='${name}'`, edits, safe: finding.severity === 'error' }];
};
