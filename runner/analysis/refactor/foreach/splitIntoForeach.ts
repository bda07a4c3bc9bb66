/** A loop of a step → a foreach: a step for one item, and a join that puts the results together in order. */
import type { Node } from 'web-tree-sitter';
import { lineAt, removeStatement, replace } from '../../fixes/source';
import { freeName } from '../../fixes/steps';
import { rangeOf } from '../../positions';
import { OF_EVERY_FLOW } from '../../symbols/names';
import { occurrencesOf } from '../../symbols/occurrences';
import { rangeBetween } from '../../cursor/offsets';
import { cut } from '../extract/cut';
import { decoratorsFor } from '../extract/decorators';
import { functionAt, selectedStatements, uncuttable } from '../extract/selection';
import {
  isGang,
  stepAround,
  type Change,
  type RefactorContext,
  type Refactoring,
  type StepHere,
} from '../refactoring';
import { headOf, renamedInputs, styleOf, type StepStyle } from '../stepText';
import { dedented } from './dedented';
import { itemsOf, resultOf } from './inAndOut';
import { loopOf, type Loop } from './loop';

/** Offered for a selected loop alone. */
export function splitIntoForeach(context: RefactorContext): Refactoring[] {
  const { range, parser, text } = context;
  if (range.start.line === range.end.line && range.start.character === range.end.character)
    return [];
  const step = stepAround(context, range.start);
  const style = step && styleOf(step);
  if (!step || !style) return [];
  const tree = parser.parse(text);
  try {
    const definition = functionAt(tree.rootNode, step.place.nameRange.start);
    if (!definition) return [];
    const found = selectedStatements(definition, text, range, step.place.nextRange);
    if (typeof found === 'string' || found.selected.length !== 1) return [];
    const [loop] = found.selected;
    if (loop?.type !== 'for_statement') return [];
    const { before, behind } = found;
    return [{ kind: 'split-into-foreach', ...split(context, step, style, loop, before, behind) }];
  } finally {
    tree.delete();
  }
}

function split(
  context: RefactorContext,
  step: StepHere,
  style: StepStyle,
  statement: Node,
  before: readonly Node[],
  behind: readonly Node[],
): Change {
  const { flow, text } = context;
  const reason = graphReason(context, step) ?? uncuttable([...before, statement, ...behind]);
  if (reason !== undefined) return { refused: reason };
  const loop = loopOf(statement, before, behind, style.self);
  if (typeof loop === 'string') return { refused: loop };
  if (/\bself\.(input|index|foreach_stack)\b/.test(statement.text)) {
    return { refused: 'The loop asks for the item of a foreach around it' };
  }
  const starts = new Set(loop.collected.map(({ start }) => start.id));
  const texts = cut({
    flow,
    step: step.name,
    self: style.self,
    source: step.source,
    text,
    keepsAll: false,
    pieces: [before.filter((each) => !starts.has(each.id)), loop.body, behind],
  });
  if (typeof texts === 'string') return { refused: texts };
  return written({ context, step, style, loop, behind, texts });
}

function graphReason(context: RefactorContext, step: StepHere): string | undefined {
  const { model } = step.place;
  if (isGang(step, context))
    return 'The step runs as a gang of tasks, which only a join may follow';
  if (model.parameters.length > 1) return 'A join cannot split: move the loop to a step behind it';
  if (!model.next?.valid || model.next.form.kind !== 'linear') {
    return 'The step has to lead to one step, since what comes of the loop has to be joined';
  }
  return decoratorsFor(step, '').refused;
}

interface Parts {
  readonly context: RefactorContext;
  readonly step: StepHere;
  readonly style: StepStyle;
  readonly loop: Loop;
  readonly behind: readonly Node[];
  readonly texts: Exclude<ReturnType<typeof cut>, string>;
}

function written({ context, step, style, loop, behind, texts }: Parts): Change {
  const { flow, text } = context;
  const { source } = step;
  const [own, inside, rest] = texts;
  if (!own || !inside || !rest) return { refused: 'Select one for loop' };
  const each = freeName(flow, `${step.name}_each`);
  const join = freeName(flow, `${step.name}_join`);
  const taken = new Set([
    ...OF_EVERY_FLOW,
    ...occurrencesOf(flow).map(({ symbol }) => symbol.name),
    ...own.after.map((line) => /\.(\w+) =/.exec(line)?.[1] ?? ''),
  ]);
  const quote = text.includes('"') ? '"' : "'";
  const items = itemsOf(loop, style.self, own.after, taken);
  const results = loop.collected.map((collected) => resultOf(collected, style.self, taken));
  const edits = [
    ...inside.edits,
    ...results.flatMap(({ replaced }) =>
      replaced.map(({ start, end, newText }) =>
        replace(source, rangeBetween(text, start, end), newText),
      ),
    ),
  ];
  const body = dedented(loop, source, edits, style);
  const indented = (lines: readonly string[]): string[] => lines.map((line) => style.inner + line);
  const excluded = results.map(({ artifact }) => quote + artifact + quote).join(', ');
  const decorators = (code: string) => ({ decorators: decoratorsFor(step, code).lines });
  const lines = [
    ...indented([
      ...own.after,
      ...items.stored,
      `${style.self}.next(${style.self}.${each}, foreach=${quote}${items.artifact}${quote})`,
    ]),
    '',
    ...headOf(each, style, decorators(loop.statement.text)),
    ...indented([...items.bound, ...inside.before, ...results.flatMap(({ begun }) => begun)]),
    ...body,
    ...indented([
      ...results.flatMap(({ ended }) => ended),
      `${style.self}.next(${style.self}.${join})`,
    ]),
    '',
    ...headOf(join, style, {
      inputs: 'inputs',
      ...decorators(behind.map((node) => node.text).join('\n')),
    }),
    ...indented([
      ...results.map(({ joined }) => joined),
      `${style.self}.merge_artifacts(inputs${excluded === '' ? '' : `, exclude=[${excluded}]`})`,
      ...rest.before,
    ]),
  ];
  const { startPosition, endPosition } = loop.statement;
  const range = {
    start: { line: startPosition.row, character: 0 },
    end: { line: endPosition.row, character: lineAt(source, endPosition.row).length },
  };
  return {
    edits: [
      ...loop.collected.map(({ start }) => removeStatement(source, rangeOf(start))),
      replace(source, range, lines.join(source.eol)),
      ...own.edits,
      ...rest.edits,
      ...renamedInputs(flow, step.name, join),
    ],
    named: each,
  };
}
