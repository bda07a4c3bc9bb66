/** Notebooks and scripts, cut into their cells. */
import * as v from 'valibot';

export interface Cell {
  readonly kind: 'code' | 'markdown';
  readonly text: string;
  /** What the line that begins the cell says: `# %% Load the data`. */
  readonly title?: string;
}

const notebook = v.object({
  cells: v.array(
    v.object({
      cell_type: v.string(),
      source: v.union([v.string(), v.array(v.string())]),
    }),
  ),
});

/** Of an .ipynb file; `undefined` when it is none. */
export function cellsOfNotebook(json: string): Cell[] | undefined {
  const content = v.safeParse(notebook, parsed(json));
  if (!content.success) return undefined;
  return content.output.cells.flatMap(({ cell_type, source }) => {
    const text = typeof source === 'string' ? source : source.join('');
    return cell_type === 'code' || cell_type === 'markdown' ? [{ kind: cell_type, text }] : [];
  });
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** `# %% [markdown] Title`, and `# In[3]:` as Jupyter exports it. */
const BEGIN = /^#\s*(?:%%(?!%)\s*(\[markdown\]|\[md\])?[ \t]*(.*)|In\s*\[[\d ]*\]:\s*)$/;

/** Of a Python script; without marks it is one cell. */
export function cellsOfScript(text: string): Cell[] {
  const cells: { kind: Cell['kind']; title: string; lines: string[] }[] = [];
  let current: (typeof cells)[number] = { kind: 'code', title: '', lines: [] };
  cells.push(current);
  for (const line of text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/)) {
    const begin = BEGIN.exec(line);
    if (begin) {
      current = { kind: begin[1] ? 'markdown' : 'code', title: begin[2]?.trim() ?? '', lines: [] };
      cells.push(current);
    } else current.lines.push(line);
  }
  return cells
    .map(({ kind, title, lines }) => ({
      kind,
      text: (kind === 'markdown' ? uncommented(lines) : lines).join('\n'),
      ...(title === '' ? {} : { title }),
    }))
    .filter((cell) => cell.text.trim() !== '' || cell.title !== undefined);
}

function uncommented(lines: readonly string[]): string[] {
  return lines.map((line) => line.replace(/^#[ \t]?/, '')).filter((line) => !/^"""$/.test(line));
}
