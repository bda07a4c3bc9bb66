/** The statements of a step that are selected, and those before and behind them. */
import type { Node } from 'web-tree-sitter';
import type { Position, Range } from '../../positions';
import { offsetAt } from '../../cursor/offsets';
import { namedChildren } from '../../source/values';
import { docstringOf } from '../../source/syntax';

export interface SelectedStatements {
  readonly before: readonly Node[];
  readonly selected: readonly Node[];
  /** Without the `self.next` at the end. */
  readonly behind: readonly Node[];
  /** The docstring. */
  readonly doc?: Node;
  /** The `self.next` at the end. */
  readonly next?: Node;
}

/** The function whose name stands at a place; `undefined` when it cannot be parsed. */
export function functionAt(root: Node, { line, character }: Position): Node | undefined {
  const point = { row: line, column: character };
  const name = root.descendantForPosition(point, point);
  const definition = name?.parent;
  return definition?.type === 'function_definition' && !definition.hasError
    ? definition
    : undefined;
}

/**
 * @param nextRange of the step's `self.next`, if it has one
 * @returns a reason when the selection is not made of whole statements
 */
export function selectedStatements(
  definition: Node,
  text: string,
  range: Range,
  nextRange: Range | undefined,
): SelectedStatements | string {
  const body = definition.childForFieldName('body');
  if (!body) return WHOLE;
  const statements = namedChildren(body);
  const doc = docstringOf(body) === undefined ? undefined : statements[0];
  const last = statements.at(-1);
  const next = nextRange && last?.startPosition.row === nextRange.start.line ? last : undefined;
  const own = statements.filter((each) => each.id !== doc?.id && each.id !== next?.id);
  const { start, end } = trimmed(text, offsetAt(text, range.start), offsetAt(text, range.end));
  const isTouched = (each: Node): boolean => each.startIndex < end && each.endIndex > start;
  const selected = own.filter(isTouched);
  const [first] = selected;
  const final = selected.at(-1);
  if (!first || !final) return WHOLE;
  if (first.startIndex < start || (final.endIndex > end && !(next && isTouched(next)))) {
    return WHOLE;
  }
  const before = own.filter((each) => each.endIndex <= first.startIndex);
  const behind = own.filter((each) => each.startIndex >= final.endIndex);
  const sharesLine =
    (before.at(-1) ?? doc)?.endPosition.row === first.startPosition.row ||
    (behind[0] ?? next)?.startPosition.row === final.endPosition.row;
  if (sharesLine) return 'Statements that share a line cannot be told apart';
  return { before, selected, behind, ...(doc ? { doc } : {}), ...(next ? { next } : {}) };
}

const WHOLE = 'Select whole statements of the step, not parts of them nor the inside of a block';

/** Without what is empty at its ends. */
function trimmed(text: string, start: number, end: number): { start: number; end: number } {
  const selected = text.slice(start, end);
  return {
    start: start + (selected.length - selected.trimStart().length),
    end: end - (selected.length - selected.trimEnd().length),
  };
}

/** Leaves the step, or makes something else of it than a step: code that cannot be cut. */
const UNCUTTABLE: { readonly [type: string]: string } = {
  return_statement: 'a return',
  yield: 'a yield',
  await: 'an await',
  global_statement: 'a global declaration',
};

/** Why the statements cannot run in several methods. */
export function uncuttable(statements: readonly Node[]): string | undefined {
  for (const statement of statements) {
    const found = UNCUTTABLE[statement.type];
    if (found !== undefined) return `The step has ${found}, which has to stay in one method`;
    if (statement.type === 'call') {
      const name = statement.childForFieldName('function')?.text ?? '';
      if (/^(locals|vars|exec|eval)$/.test(name)) {
        return `The step calls ${name}(), which looks at all names of a method`;
      }
      if (
        /^\w+\.next$/.test(name) &&
        statement.childForFieldName('arguments')?.text.includes('self.')
      ) {
        return 'The step calls self.next more than once';
      }
    }
    const isFunction = statement.type === 'function_definition' || statement.type === 'lambda';
    const inner = isFunction ? undefined : uncuttable(namedChildren(statement));
    if (inner !== undefined) return inner;
  }
  return undefined;
}
