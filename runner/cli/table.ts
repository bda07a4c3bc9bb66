/** Columns of text; the last one is cut at the width of the line. Pure. */
import { ellipsis } from '../drawing/format';

/** Number columns align right. Cells hold no colour: `paint` adds it to what is already as wide as it will be. */
export function tableLines(
  rows: readonly (readonly string[])[],
  options: {
    readonly width: number;
    readonly right?: readonly number[];
    readonly indent?: string;
    readonly paint?: (cell: string, row: number, column: number) => string;
  },
): readonly string[] {
  const { indent = '', right = [], paint = (cell: string) => cell } = options;
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const before = widths.slice(0, -1).reduce((sum, width) => sum + width + 2, indent.length);
  const last = columns - 1;
  return rows.map((row, at) => {
    const cells = row.map((cell, column) => {
      if (column === last)
        return paint(ellipsis(cell, Math.max(12, options.width - before)), at, column);
      const width = widths[column] ?? 0;
      return paint(right.includes(column) ? cell.padStart(width) : cell.padEnd(width), at, column);
    });
    return `${indent}${cells.join('  ')}`.trimEnd();
  });
}

/** `metaflow.exception.Wrapper` → `Wrapper`: the module of a type is for `--json`. */
export function shortType(type: string): string {
  return type.slice(type.lastIndexOf('.') + 1);
}
