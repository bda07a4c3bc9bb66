/** The open notebooks and the text of their Python cells. What LSP says of cells goes in; each notebook is one module. */
import type {
  DidChangeNotebookDocumentParams,
  DidOpenNotebookDocumentParams,
  NotebookCell,
  TextDocumentItem,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { joinCells, type JoinedCells } from './joinCells';

/** A cell of Python and its rows in the text of its notebook. */
export interface Cell {
  readonly uri: string;
  readonly notebook: string;
  readonly start: number;
  /** Behind its last row. */
  readonly end: number;
}

interface Notebook {
  /** URIs of all cells in order, those that are no Python among them. */
  cells: readonly string[];
  /** By URI; of Python cells alone. */
  readonly texts: Map<string, TextDocument>;
  joined: JoinedCells;
  placed: readonly Cell[];
}

export class Notebooks {
  private readonly notebooks = new Map<string, Notebook>();

  get isEmpty(): boolean {
    return this.notebooks.size === 0;
  }

  has(notebook: string): boolean {
    return this.notebooks.has(notebook);
  }

  /** Of all its Python cells; nothing of a notebook that is not open. */
  textOf(notebook: string): string {
    return this.notebooks.get(notebook)?.joined.text ?? '';
  }

  open({ notebookDocument, cellTextDocuments }: DidOpenNotebookDocumentParams): void {
    const notebook: Notebook = {
      cells: notebookDocument.cells.map((cell) => cell.document),
      texts: new Map(),
      joined: joinCells([]),
      placed: [],
    };
    this.notebooks.set(notebookDocument.uri, notebook);
    openTexts(notebook, cellTextDocuments);
    place(notebook, notebookDocument.uri);
  }

  change({ notebookDocument: { uri }, change }: DidChangeNotebookDocumentParams): void {
    const notebook = this.notebooks.get(uri);
    if (!notebook) return;
    const { structure, textContent } = change.cells ?? {};
    if (structure) {
      const { start, deleteCount, cells = [] } = structure.array;
      notebook.cells = spliced(notebook.cells, start, deleteCount, cells);
      for (const { uri: closed } of structure.didClose ?? []) notebook.texts.delete(closed);
      openTexts(notebook, structure.didOpen ?? []);
    }
    for (const { document, changes } of textContent ?? []) {
      const text = notebook.texts.get(document.uri);
      if (text) {
        notebook.texts.set(document.uri, TextDocument.update(text, changes, document.version));
      }
    }
    place(notebook, uri);
  }

  close(notebook: string): void {
    this.notebooks.delete(notebook);
  }

  /** In order; of a notebook that is not open: none. */
  cellsOf(notebook: string): readonly Cell[] {
    return this.notebooks.get(notebook)?.placed ?? [];
  }

  cell(uri: string): Cell | undefined {
    for (const { placed } of this.notebooks.values()) {
      const found = placed.find((each) => each.uri === uri);
      if (found) return found;
    }
    return undefined;
  }

  /** The cell to which a row of a notebook's text belongs. */
  cellAt(notebook: string, row: number): Cell | undefined {
    return this.cellsOf(notebook).find(({ start, end }) => start <= row && row < end);
  }
}

function openTexts(notebook: Notebook, opened: readonly TextDocumentItem[]): void {
  for (const { uri, languageId, version, text } of opened) {
    if (languageId !== 'python') continue;
    notebook.texts.set(uri, TextDocument.create(uri, languageId, version, text));
  }
}

function place(notebook: Notebook, uri: string): void {
  const python = notebook.cells.flatMap((cell) => notebook.texts.get(cell) ?? []);
  notebook.joined = joinCells(python.map((text) => text.getText()));
  const { starts } = notebook.joined;
  notebook.placed = python.map((text, at) => ({
    uri: text.uri,
    notebook: uri,
    start: starts[at] ?? 0,
    end: starts[at + 1] ?? 0,
  }));
}

function spliced(
  cells: readonly string[],
  start: number,
  count: number,
  added: readonly NotebookCell[],
): string[] {
  return [
    ...cells.slice(0, start),
    ...added.map((cell) => cell.document),
    ...cells.slice(start + count),
  ];
}
