import type { CallModel } from '../model';
import type { FixRule } from './fix';
import { indentAt, insertLines, lineAt, removeStatement, textIn, type Source } from './source';
import { stepAt } from './steps';

/** Moves a decorator of a step above its @step. */
export const misplacedDecorator: FixRule = (finding, context) => {
  const step = stepAt(finding.step, context);
  const decorators = step?.place.model.decorators ?? [];
  const at = decorators.findIndex(({ range }) => range.start === finding.range.start);
  const call = decorators[at];
  const mark = decorators.slice(0, at).find(({ callee }) => callee.split('.').at(-1) === 'step');
  if (!step || !call || !mark || !standsAlone(step.source, call)) return [];
  const { source } = step;
  const row = mark.range.start.line;
  const text = `@${textIn(source, call.range)}`.split(source.eol);
  return [
    {
      title: 'Move it above @step',
      edits: [
        removeStatement(source, atSign(call)),
        insertLines(source, row, [`${indentAt(source, row)}${text[0] ?? ''}`, ...text.slice(1)]),
      ],
      safe: true,
    },
  ];
};

function atSign({ range: { start, end } }: CallModel): CallModel['range'] {
  return { start: { line: start.line, character: start.character - 1 }, end };
}

/** Nothing else, no comment either, is on its lines. */
function standsAlone(source: Source, { range: { start, end } }: CallModel): boolean {
  return (
    lineAt(source, start.line).slice(0, start.character).trim() === '@' &&
    lineAt(source, end.line).slice(end.character).trim() === ''
  );
}
