/** The lines of a step: rows of the script, with artifacts in the place of variables. */
import type { Node } from 'web-tree-sitter';

export interface TextChange {
  /** In UTF-16 units of the script. */
  readonly start: number;
  readonly end: number;
  readonly newText: string;
}

/** The rows of a script, changed. No change may add or take a line. */
export class ScriptLines {
  private readonly starts: number[] = [0];
  private readonly inText: ReadonlySet<number>;

  constructor(
    private readonly text: string,
    root: Node,
  ) {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
      this.starts.push(at + 1);
    }
    this.inText = rowsInTexts(root);
  }

  /** @param indent is left out in the middle of a text of several lines, where it would become part of the text */
  rows(rows: readonly number[], changes: readonly TextChange[], indent: string): string[] {
    return rows.map((row) => {
      const start = this.starts[row] ?? this.text.length;
      const end = (this.starts[row + 1] ?? this.text.length + 1) - 1;
      const inRow = changes.filter((each) => each.start >= start && each.start <= end);
      const line = changed(this.text.slice(start, end), inRow, start);
      if (this.inText.has(row)) return line;
      return line.trim() === '' ? '' : indent + line;
    });
  }

  isEmpty(row: number): boolean {
    return this.textOf(row).trim() === '';
  }

  isComment(row: number): boolean {
    return !this.inText.has(row) && this.textOf(row).startsWith('#');
  }

  private textOf(row: number): string {
    return this.text.slice(this.starts[row] ?? 0, this.starts[row + 1] ?? this.text.length);
  }
}

function changed(line: string, changes: readonly TextChange[], offset: number): string {
  let result = '';
  let from = 0;
  for (const { start, end, newText } of [...changes].sort(
    (a, b) => a.start - b.start || a.end - b.end,
  )) {
    result += line.slice(from, start - offset) + newText;
    from = end - offset;
  }
  return result + line.slice(from);
}

/** Rows that begin inside of a string. */
function rowsInTexts(root: Node): Set<number> {
  const rows = new Set<number>();
  for (const node of root.descendantsOfType('string')) {
    for (let row = node.startPosition.row + 1; row <= node.endPosition.row; row++) rows.add(row);
  }
  return rows;
}

/** The rows of a statement, with the comments right above it. */
export function rowsOf(node: Node, lines: ScriptLines): number[] {
  let first = node.startPosition.row;
  while (first > 0 && lines.isComment(first - 1)) first--;
  return Array.from({ length: node.endPosition.row - first + 1 }, (_, index) => first + index);
}

/** Without empty lines at the ends, and never two in a row. */
export function tidy(lines: readonly string[]): string[] {
  const kept = lines.filter((line, index) => line !== '' || (lines[index - 1] ?? '') !== '');
  while (kept.at(-1) === '') kept.pop();
  while (kept[0] === '') kept.shift();
  return kept;
}
