/**
 * Questions about a cell → questions about the notebook's text, and answers back: features know only modules. LSP names
 * places in the same few ways everywhere, so that one walk over a message finds them all.
 */
import type { Position, Range } from '../../runner/analysis/positions';
import type { Cell, Notebooks } from './notebooks';

type Fields = { readonly [name: string]: unknown };

/** What the features and the commands of the extension keep for themselves is theirs to understand. */
const OPAQUE = new Set(['data', 'arguments']);

/** A question's parameters: places in the cell become places in the notebook's text. */
export function toNotebook(value: unknown, cell: Cell): unknown {
  if (value === cell.uri) return cell.notebook;
  if (Array.isArray(value)) return value.map((each) => toNotebook(each, cell));
  if (!isFields(value)) return value;
  if (isPosition(value)) return moved(value, cell.start);
  return mapFields(value, (field) => toNotebook(field, cell));
}

/** The cell that a question is about: `textDocument`, or the item that an answer gave before. */
export function askedCell(params: unknown, notebooks: Notebooks): Cell | undefined {
  if (notebooks.isEmpty || !isFields(params)) return undefined;
  const about = params['textDocument'] ?? params['item'] ?? params;
  const uri = isFields(about) ? about['uri'] : undefined;
  return typeof uri === 'string' ? notebooks.cell(uri) : undefined;
}

/** Stands in another cell: nothing that an answer about one cell can hold. */
const ELSEWHERE = Symbol('elsewhere');

/** An answer: places in notebooks become places in cells. @param cell the one that was asked about */
export function toCells(value: unknown, cell: Cell | undefined, notebooks: Notebooks): unknown {
  if (notebooks.isEmpty) return value;
  const answer = walk(value, { cell, notebooks });
  return answer === ELSEWHERE ? null : answer;
}

interface Walk {
  /** Whose rows ranges without a document of their own are told in; absent: they stay. */
  readonly cell: Cell | undefined;
  readonly notebooks: Notebooks;
}

function walk(value: unknown, way: Walk): unknown {
  if (Array.isArray(value)) {
    return value.map((each) => walk(each, way)).filter((each) => each !== ELSEWHERE);
  }
  if (!isFields(value)) return value;
  if (isRange(value)) return rangeIn(value, way.cell);
  if (isPosition(value)) return positionIn(value, way.cell);
  if (typeof value['uri'] === 'string')
    return located(value, 'uri', ['range', 'selectionRange'], way);
  if (typeof value['targetUri'] === 'string') {
    return located(value, 'targetUri', ['targetRange', 'targetSelectionRange'], way);
  }
  if (isFields(value['changes']) || Array.isArray(value['documentChanges'])) {
    return workspaceEdit(value, way);
  }
  if ('fromRanges' in value && 'from' in value) return callsFrom(value, way);
  return walkFields(value, () => way);
}

function walkFields(value: Fields, wayOf: (name: string) => Walk): unknown {
  const fields = mapFields(value, (field, name) =>
    OPAQUE.has(name) ? field : walk(field, wayOf(name)),
  );
  return Object.values(fields).includes(ELSEWHERE) ? ELSEWHERE : fields;
}

/** Something that names its document: it is told in rows of the cell in which it begins. */
function located(value: Fields, uriField: string, own: readonly string[], way: Walk): unknown {
  const { notebooks } = way;
  const uri = value[uriField];
  if (typeof uri !== 'string') return value;
  const range = own.map((name) => value[name]).find(isRange);
  const cell = range && notebooks.cellAt(uri, range.start.line);
  if (notebooks.has(uri) && !cell) return ELSEWHERE;
  // Of another document: its places are as they should be.
  const fields = { ...value, [uriField]: cell?.uri ?? uri };
  return walkFields(fields, (name) => (own.includes(name) ? { notebooks, cell } : way));
}

/** Who calls a step: the places are in the caller's document. */
function callsFrom(value: Fields, way: Walk): unknown {
  const { notebooks } = way;
  const from = isFields(value['from']) ? value['from'] : {};
  const { uri, range } = from;
  const cell =
    typeof uri === 'string' && isRange(range) ? notebooks.cellAt(uri, range.start.line) : undefined;
  return walkFields(value, (name) => (name === 'fromRanges' ? { notebooks, cell } : way));
}

/** Edits of a notebook's text → edits of its cells. */
function workspaceEdit(value: Fields, { notebooks }: Walk): unknown {
  const changes: { [uri: string]: unknown[] } = {};
  const add = (uri: string, edits: readonly unknown[]): void => {
    for (const edit of edits) {
      const range = isFields(edit) ? edit['range'] : undefined;
      const cell = isRange(range) ? notebooks.cellAt(uri, range.start.line) : undefined;
      const placed = cell ? walk(edit, { cell, notebooks }) : edit;
      (changes[cell?.uri ?? uri] ??= []).push(placed);
    }
  };
  for (const [uri, edits] of Object.entries(isFields(value['changes']) ? value['changes'] : {})) {
    if (Array.isArray(edits)) add(uri, edits);
  }
  const others: unknown[] = [];
  for (const change of Array.isArray(value['documentChanges']) ? value['documentChanges'] : []) {
    const document = isFields(change) ? change['textDocument'] : undefined;
    const uri = isFields(document) ? document['uri'] : undefined;
    const edits = isFields(change) ? change['edits'] : undefined;
    if (typeof uri === 'string' && notebooks.has(uri) && Array.isArray(edits)) add(uri, edits);
    else others.push(change);
  }
  if (!Array.isArray(value['documentChanges'])) return { ...value, changes };
  const own = Object.entries(changes).map(([uri, edits]) => ({
    textDocument: { uri, version: null },
    edits,
  }));
  return { ...value, documentChanges: [...others, ...own] };
}

function rangeIn(range: Range, cell: Cell | undefined): unknown {
  if (!cell) return range;
  const { start, end } = range;
  if (start.line < cell.start || start.line >= cell.end) return ELSEWHERE;
  const last = end.line < cell.end ? end : { line: cell.end - 1, character: end.character };
  return { start: moved(start, -cell.start), end: moved(last, -cell.start) };
}

function positionIn(position: Position, cell: Cell | undefined): unknown {
  if (!cell) return position;
  const isInside = cell.start <= position.line && position.line < cell.end;
  return isInside ? moved(position, -cell.start) : ELSEWHERE;
}

const moved = (position: Position, rows: number): Position => ({
  ...position,
  line: position.line + rows,
});

function mapFields(value: Fields, change: (field: unknown, name: string) => unknown): Fields {
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [name, change(field, name)]),
  );
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}

function isPosition(value: unknown): value is Position {
  return (
    isFields(value) && typeof value['line'] === 'number' && typeof value['character'] === 'number'
  );
}

function isRange(value: unknown): value is Range {
  return isFields(value) && isPosition(value['start']) && isPosition(value['end']);
}
