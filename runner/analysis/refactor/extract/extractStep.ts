/**
 * Selected statements become a step of their own. What stood behind them becomes another one; with nothing before them, the
 * step keeps what is behind and the new one comes first. Locals that are needed across become artifacts.
 */
import { indentAt, insertLines, lineAt, replace, textIn, type Source } from '../../fixes/source';
import type { FileEdit } from '../../fixes/fix';
import { freeName } from '../../fixes/steps';
import { applied } from '../applied';
import {
  isGang,
  stepAround,
  type Change,
  type RefactorContext,
  type Refactoring,
  type StepHere,
} from '../refactoring';
import { headOf, renamedInputs, styleOf, type StepStyle } from '../stepText';
import { cut, type PieceText } from './cut';
import { decoratorsFor } from './decorators';
import { functionAt, selectedStatements, uncuttable, type SelectedStatements } from './selection';

export function extractStep(context: RefactorContext): Refactoring[] {
  const { range, parser, text } = context;
  if (range.start.line === range.end.line && range.start.character === range.end.character)
    return [];
  const step = stepAround(context, range.start);
  const body = step?.place.model.bodyRange;
  const style = step && styleOf(step);
  if (!step || !body || !style || range.end.line > step.place.range.end.line + 1) return [];
  if (range.start.line < body.start.line) return [];
  const tree = parser.parse(text);
  try {
    const definition = functionAt(tree.rootNode, step.place.nameRange.start);
    if (!definition) return [];
    const found = selectedStatements(definition, text, range, step.place.nextRange);
    const change =
      typeof found === 'string' ? { refused: found } : extract(context, step, style, found);
    return [{ kind: 'extract-step', ...change }];
  } finally {
    tree.delete();
  }
}

function extract(
  context: RefactorContext,
  step: StepHere,
  style: StepStyle,
  given: SelectedStatements,
): Change {
  const { flow } = context;
  const { before } = given;
  const reason =
    uncuttable([...before, ...given.selected, ...given.behind]) ?? graphReason(context, step);
  if (reason !== undefined) return { refused: reason };
  const isEnd = step.name === flow.description.endStep;
  const isJoin = step.place.model.parameters.length > 1;
  const comesFirst = before.length === 0 && !isJoin && step.name !== flow.description.startStep;
  if (isEnd && !comesFirst) {
    return {
      refused: 'The end leads nowhere: only its first statements can go to a step before it',
    };
  }
  const onlyStores = given.behind.every((each) => STORE.test(each.text));
  // What only stores results belongs to what makes them.
  const statements =
    onlyStores && !comesFirst
      ? { ...given, selected: [...given.selected, ...given.behind], behind: [] }
      : given;
  const { selected, behind } = statements;
  const pieces = comesFirst ? [selected, behind] : [before, selected, behind];
  const [self, inputs] = step.place.model.parameters;
  const texts = cut({
    flow,
    step: step.name,
    self: self ?? 'self',
    ...(inputs === undefined ? {} : { inputs }),
    source: step.source,
    text: context.text,
    keepsAll: comesFirst && onlyStores,
    pieces: pieces.filter((each, index) => each.length > 0 || index < 2),
  });
  if (typeof texts === 'string') return { refused: texts };
  const parts: Parts = {
    context,
    step,
    style,
    statements,
    texts,
    name: freeName(flow, 'new_step'),
  };
  return comesFirst ? asFirst(parts) : asNext(parts);
}

/** `self.model = model` */
const STORE = /^\w+\.\w+\s*=\s*\w+$/;

/** Why no step can be put next to this one, whatever is selected. */
function graphReason(context: RefactorContext, step: StepHere): string | undefined {
  const { flow } = context;
  if (isGang(step, context))
    return 'The step runs as a gang of tasks, which only a join may follow';
  const { model } = step.place;
  const isEnd = step.name === flow.description.endStep;
  if (!isEnd && !model.next?.valid) return 'The step has no self.next that could be moved';
  if (model.next?.targets.some(({ name }) => name === step.name)) {
    return 'The step goes round to itself, which only one step can';
  }
  return decoratorsFor(step, '').refused;
}

interface Parts {
  readonly context: RefactorContext;
  readonly step: StepHere;
  readonly style: StepStyle;
  readonly statements: SelectedStatements;
  readonly texts: readonly PieceText[];
  readonly name: string;
}

/** The step is cut where the selection begins, and again where it ends. */
function asNext({ context, step, style, statements, texts, name }: Parts): Change {
  const { source } = step;
  const { selected, behind, next } = statements;
  const [own, moved, rest] = texts;
  const [first] = selected;
  const last = selected.at(-1);
  if (!own || !moved || !first || !last || !next) return { refused: 'The step has no self.next' };
  const nextLine = (target: string): string =>
    `${style.inner}${style.self}.next(${style.self}.${target})`;
  const boundary = (from: PieceText, to: PieceText, target: string, code: string): string[] => [
    ...from.after.map((each) => style.inner + each),
    nextLine(target),
    '',
    ...headOf(target, style, { decorators: decoratorsFor(step, code).lines }),
    ...to.before.map((each) => style.inner + each),
  ];
  const edits: FileEdit[] = [];
  const code = (nodes: readonly { readonly text: string }[]): string =>
    nodes.map((each) => each.text).join('\n');
  const start = withComments(source, first.startPosition.row, style.inner);
  edits.push(insertLines(source, start, boundary(own, moved, name, code(selected))));
  let lastStep = name;
  if (rest) {
    lastStep = freeName(context.flow, `${step.name}_rest`);
    const row = firstFilled(source, last.endPosition.row + 1);
    edits.push(insertLines(source, row, boundary(moved, rest, lastStep, code(behind))));
  }
  // Behind what is inserted at the same places.
  edits.push(...texts.flatMap((each) => each.edits));
  edits.push(...renamedInputs(context.flow, step.name, lastStep));
  return { edits, named: name };
}

/** A new step before it takes the statements along; whatever led here leads there. */
function asFirst({ context, step, style, statements, texts, name }: Parts): Change {
  const { source, place } = step;
  const { selected, behind, doc, next } = statements;
  const [moved, rest] = texts;
  const [first] = selected;
  const last = selected.at(-1);
  if (!moved || !first || !last) return { refused: 'Nothing is selected' };
  const rows = {
    start: withComments(source, first.startPosition.row, style.inner),
    end: firstFilled(source, last.endPosition.row + 1),
  };
  const isEmpty = behind.length === 0 && !doc && !next;
  const taken = {
    start: { line: rows.start, character: 0 },
    end:
      behind.length > 0 || next
        ? { line: rows.end, character: 0 }
        : { line: last.endPosition.row, character: lineAt(source, last.endPosition.row).length },
  };
  const body = textIn(source, {
    start: taken.start,
    end: { line: last.endPosition.row, character: lineAt(source, last.endPosition.row).length },
  });
  const code = applied(
    body,
    moved.edits.map((edit) => shifted(edit, rows.start)),
  );
  const top = withComments(source, place.range.start.line, style.outer);
  const kept = (rest?.before ?? []).map((each) => style.inner + each + source.eol).join('');
  const left = behind.length > 0 || next ? kept : isEmpty ? `${style.inner}pass` : '';
  return {
    edits: [
      insertLines(source, top, [
        ...headOf(name, style, { decorators: decoratorsFor(step, body).lines }),
        code,
        ...moved.after.map((each) => style.inner + each),
        `${style.inner}${style.self}.next(${style.self}.${step.name})`,
        '',
      ]),
      replace(source, taken, left),
      ...(rest?.edits ?? []),
      ...retargeted(context, step.name, name),
    ],
    named: name,
  };
}

/** Every `self.next` that names the step, in all flows that have it. */
function retargeted({ flow, family }: RefactorContext, step: string, by: string): FileEdit[] {
  const edits = new Map<string, FileEdit>();
  for (const each of [flow, ...family()]) {
    if (each.steps.get(step)?.file !== flow.steps.get(step)?.file) continue;
    for (const { file, targets } of each.steps.values()) {
      for (const { name, range } of targets) {
        if (name !== step) continue;
        edits.set(`${file} ${range.start.line} ${range.start.character}`, {
          file,
          range,
          newText: by,
        });
      }
    }
  }
  return [...edits.values()];
}

function shifted(edit: FileEdit, rows: number): FileEdit {
  const up = ({ line, character }: FileEdit['range']['start']) => ({
    line: line - rows,
    character,
  });
  return { ...edit, range: { start: up(edit.range.start), end: up(edit.range.end) } };
}

/** The row of the first of the comments that stand right above. */
function withComments(source: Source, row: number, indent: string): number {
  let first = row;
  while (
    lineAt(source, first - 1)
      .trimStart()
      .startsWith('#') &&
    indentAt(source, first - 1) === indent
  ) {
    first--;
  }
  return first;
}

function firstFilled(source: Source, row: number): number {
  let filled = row;
  while (filled < source.lines.length - 1 && lineAt(source, filled).trim() === '') filled++;
  return filled;
}
