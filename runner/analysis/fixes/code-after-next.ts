import type { FixRule } from './fix';
import { insert, lineAt, removeStatement, textIn } from './source';
import { stepAt } from './steps';

/** Moves the `self.next` behind what stands after it. */
export const codeAfterNext: FixRule = (finding, context) => {
  const step = stepAt(finding.step, context);
  const body = step?.place.model.bodyRange;
  if (!step || !body) return [];
  const { source } = step;
  const call = textIn(source, finding.range);
  const indent = lineAt(source, finding.range.start.line).slice(0, finding.range.start.character);
  // Only a call by itself on its lines can be moved as it is.
  if (indent.trim() !== '' || body.start.character !== indent.length) return [];
  const behind = lineAt(source, finding.range.end.line).slice(finding.range.end.character);
  if (!/^\s*(#.*)?$/.test(behind) || body.end.line <= finding.range.end.line) return [];
  return [
    {
      title: 'Move the self.next to the end of the step',
      edits: [
        removeStatement(source, {
          start: finding.range.start,
          end: {
            line: finding.range.end.line,
            character: finding.range.end.character + behind.length,
          },
        }),
        insert(source, body.end, source.eol + indent + call + behind.trimEnd()),
      ],
      safe: finding.severity === 'error',
    },
  ];
};
