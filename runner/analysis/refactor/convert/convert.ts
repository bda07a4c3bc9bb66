/** The cells of a notebook or a script → a flow: one step after the other, variables that later cells use as artifacts. */
import type { Node } from 'web-tree-sitter';
import { namedChildren } from '../../source/values';
import type { PythonParser } from '../../source/parser';
import { uncuttable } from '../extract/selection';
import { nameFlow } from '../names/nameFlow';
import { rowsOf, ScriptLines, type TextChange } from './body';
import type { Cell } from './cells';
import { flowText } from './flowText';
import { hoist } from './hoist';
import { withoutMagics } from './magics';
import { sectionsOf, type CodeCell } from './sections';
import { flowName, headingsOf, unused, type Heading } from './words';

export type Conversion =
  | { readonly text: string; readonly flow: string }
  /** One sentence without a stop; the cell counts from 1. */
  | { readonly refused: string; readonly cell?: number };

export interface ConversionRequest {
  readonly cells: readonly Cell[];
  /** Of the file, without its ending. */
  readonly name: string;
  /** It shows the value that a cell ends with. */
  readonly isNotebook: boolean;
}

const FLOW = /^class\s+\w+\((?:\w+\.)?FlowSpec\b/m;

/** A code cell before its statements are known. */
interface Layout {
  readonly code: string;
  readonly markdown: readonly string[];
  readonly heading?: string;
  /** Its number among all cells, from 1. */
  readonly number: number;
}

export function convertToFlow(parser: PythonParser, request: ConversionRequest): Conversion {
  if (request.cells.some(({ kind, text }) => kind === 'code' && FLOW.test(text))) {
    return { refused: 'The code defines a flow already' };
  }
  const { title, layouts } = layoutOf(request.cells);
  const codes = layouts.map((each) => apart(parser, each.code));
  const text = codes.map((code) => `${code}\n`).join('');
  const tree = parser.parse(text);
  try {
    const statements = namedChildren(tree.rootNode);
    const places = rowsOfCells(codes);
    // Each by itself: a text may begin in one cell and end in another.
    const bad = firstBad(parser, codes);
    if (bad !== undefined) return refusal('This is not Python that can be read', layouts[bad]);
    const reason = uncuttable(statements) ?? strange(statements);
    if (reason !== undefined) return { refused: reason.replace(/^The step/, 'The code') };
    const hoisted = hoist(statements);
    const lines = new ScriptLines(text, tree.rootNode);
    const kept = statements.filter(
      (each) => !hoisted.above.has(each.id) && !hoisted.carried.includes(each),
    );
    const cells = layouts.flatMap(({ markdown, heading }, index): CodeCell[] => {
      const place = places[index] ?? { firstRow: 0, endRow: 0 };
      const own = kept.filter(
        ({ startPosition: { row } }) => row >= place.firstRow && row < place.endRow,
      );
      return [{ ...place, markdown, statements: own, ...(heading ? { heading } : {}) }];
    });
    const flow = unused(flowName(title ?? request.name), new Set(hoisted.names));
    const filled = withNotes(cells);
    return {
      flow,
      text: flowText({
        name: flow,
        doc: title === undefined ? [] : [title],
        hoisted,
        hoistedNodes: [...statements.filter((each) => hoisted.above.has(each.id))],
        lines,
        sections: sectionsOf(filled, hoisted.carried),
        shown: request.isNotebook ? cells.flatMap(shownBy) : [],
        movedRows: new Set(hoisted.carried.flatMap((each) => rowsOf(each, lines))),
      }),
    };
  } finally {
    tree.delete();
  }
}

function refusal(refused: string, layout: Layout | undefined): Conversion {
  return layout ? { refused, cell: layout.number } : { refused };
}

/** What was written above a cell belongs to it; the first heading of all to the flow. */
function layoutOf(cells: readonly Cell[]): { title?: string; layouts: Layout[] } {
  const layouts: Layout[] = [];
  let title: string | undefined;
  let markdown: string[] = [];
  let heading: Heading | undefined;
  for (const [index, cell] of cells.entries()) {
    if (cell.title !== undefined) {
      heading = { level: 2, text: cell.title };
      markdown.push('', cell.title);
    }
    if (cell.kind === 'markdown') {
      const [first, ...more] = headingsOf(cell.text);
      const isTitle =
        first !== undefined && title === undefined && layouts.length === 0 && !heading;
      if (isTitle) title = first.text;
      heading = (isTitle ? more.at(-1) : (more.at(-1) ?? first)) ?? heading;
      const text = cell.text
        .trim()
        .split(/\r\n|\r|\n/)
        .map((line) => line.replace(/^#+\s+/, ''));
      markdown.push('', ...(isTitle ? text.slice(1) : text));
      continue;
    }
    layouts.push({
      code: withoutMagics(cell.text).trimEnd(),
      markdown: trimmed(markdown),
      ...(heading ? { heading: heading.text } : {}),
      number: index + 1,
    });
    markdown = [];
    heading = undefined;
  }
  return { layouts, ...(title === undefined ? {} : { title }) };
}

/** One empty line between what was apart. */
function trimmed(lines: readonly string[]): string[] {
  const text = lines
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
  return text === '' ? [] : text.split('\n');
}

/** Statements side by side on one line, each on its own: they may go different ways. */
function apart(parser: PythonParser, code: string): string {
  const tree = parser.parse(`${code}\n`);
  try {
    let result = '';
    let from = 0;
    let last: Node | undefined;
    for (const each of namedChildren(tree.rootNode)) {
      if (last?.endPosition.row === each.startPosition.row) {
        result += `${code.slice(from, last.endIndex)}\n`;
        from = each.startIndex;
      }
      last = each;
    }
    return tree.rootNode.hasError ? code : result + code.slice(from);
  } finally {
    tree.delete();
  }
}

function rowsOfCells(codes: readonly string[]): { firstRow: number; endRow: number }[] {
  let row = 0;
  return codes.map((code) => {
    const firstRow = row;
    row += code.split('\n').length;
    return { firstRow, endRow: row };
  });
}

function firstBad(parser: PythonParser, codes: readonly string[]): number | undefined {
  const bad = codes.findIndex((code) => {
    const tree = parser.parse(`${code}\n`);
    const { hasError } = tree.rootNode;
    tree.delete();
    return hasError;
  });
  return bad < 0 ? undefined : bad;
}

function strange(statements: readonly Node[]): string | undefined {
  const flow = nameFlow(statements, 'self');
  if (flow.may.has('self'))
    return 'The code has a variable named self, which is the flow in a step';
  const [declared] = flow.declared;
  return declared === undefined
    ? undefined
    : `A function sets the variable ${declared} with global or nonlocal, which steps cannot share`;
}

/** Cells that have nothing to do any more give what was written above them to the next one. */
function withNotes(cells: readonly CodeCell[]): CodeCell[] {
  const result: CodeCell[] = [];
  let notes: readonly string[] = [];
  let heading: string | undefined;
  for (const cell of cells) {
    const markdown = trimmed([...notes, '', ...cell.markdown]);
    heading = cell.heading ?? heading;
    if (cell.statements.length === 0) {
      notes = markdown;
      continue;
    }
    result.push({ ...cell, markdown, ...(heading ? { heading } : {}) });
    notes = [];
    heading = undefined;
  }
  return result;
}

/** `df.head()` at the end of a cell is to be seen. */
function shownBy({ statements }: CodeCell): TextChange[] {
  const last = statements.at(-1);
  const [value] = last?.type === 'expression_statement' ? namedChildren(last) : [];
  if (!value || !SHOWN.test(value.type + (value.type === 'call' ? ` ${value.text}` : '')))
    return [];
  return [
    { start: value.startIndex, end: value.startIndex, newText: 'print(' },
    { start: value.endIndex, end: value.endIndex, newText: ')' },
  ];
}

/** Values for sure: a call may give None, which a notebook does not show. */
const SHOWN =
  /^(identifier|attribute|subscript|binary_operator|comparison_operator|tuple|list|string|call .*\.(head|tail|describe|sample|value_counts|sum|mean|isnull\(\)\.sum)\([^()]*\)$|call len\()/;
