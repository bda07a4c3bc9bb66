/** Places in a text as LSP counts them: lines from 0, columns in UTF-16 units from 0, the end excluded. */
import type { Node, Point } from 'web-tree-sitter';

export interface Position {
  readonly line: number;
  readonly character: number;
}
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

export function rangeOf(node: Node): Range {
  return { start: toPosition(node.startPosition), end: toPosition(node.endPosition) };
}

function toPosition(point: Point): Position {
  return { line: point.row, character: point.column };
}
