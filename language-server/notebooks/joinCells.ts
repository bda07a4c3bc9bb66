/** The Python of a notebook as one text: its cells one below the other, without what only IPython understands. Pure. */

/** Magics of a whole cell whose other lines are still Python. */
const PYTHON_MAGICS =
  /^%%(?:time|timeit|capture|prun|memit|mprun|heat|python3?|py|writefile|file)\b/;
/** `%matplotlib inline`, `!pip install x`, `%%time`; not `% b`, which goes on with a line above. */
const LINE_MAGIC = /^[ \t]*(?:%{1,2}[A-Za-z]|!)/;

export interface JoinedCells {
  readonly text: string;
  /** The row at which each cell begins, then the number of all rows. */
  readonly starts: readonly number[];
}

/** @param cells the text of each code cell, in order */
export function joinCells(cells: readonly string[]): JoinedCells {
  const starts: number[] = [];
  const lines: string[] = [];
  for (const cell of cells) {
    starts.push(lines.length);
    lines.push(...pythonLines(cell));
  }
  return { text: lines.join('\n'), starts: [...starts, lines.length] };
}

/** As many lines as the cell has; what is no Python is left empty. */
function pythonLines(cell: string): string[] {
  const lines = cell.split(/\r?\n/);
  const first = lines.find((line) => line.trim() !== '') ?? '';
  if (first.startsWith('%%') && !PYTHON_MAGICS.test(first)) return lines.map(() => '');
  return lines.map((line) => (LINE_MAGIC.test(line) ? '' : line));
}
