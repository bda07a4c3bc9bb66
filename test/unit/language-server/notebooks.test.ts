/** Flows in the cells of a notebook: found, marked and answered for as in a file. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DocumentSymbol } from 'vscode-languageserver';
import { joinCells } from '../../../language-server/notebooks/joinCells';
import { Notebooks } from '../../../language-server/notebooks/notebooks';
import { toCells, toNotebook } from '../../../language-server/notebooks/translate';
import { buildServer, Editor, type ServerBundle } from './serverProcess';

const NOTEBOOK = 'file:///flows/work.ipynb';
const cellUri = (name: string): string => `vscode-notebook-cell:/flows/work.ipynb#${name}`;
const IMPORTS = '%load_ext autoreload\nfrom metaflow import FlowSpec, step';
const FLOW = `class NotebookFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.ende)

    @step
    def end(self):
        pass`;

const cell = (name: string, kind = 2): unknown => ({ kind, document: cellUri(name) });
const textOf = (name: string, text: string, languageId = 'python'): unknown => ({
  uri: cellUri(name),
  languageId,
  version: 1,
  text,
});
const range = (line: number, to = line): unknown => ({
  start: { line, character: 0 },
  end: { line: to, character: 5 },
});

describe('the cells of a notebook', () => {
  it.each([
    ['what IPython alone understands', ['%matplotlib inline\n!pip install x\nx = 1'], '\n\nx = 1'],
    ['cells of other languages', ['%%bash\nls\n', 'x = 1'], '\n\n\nx = 1'],
    ['the first line of a cell that is timed', ['%%time\nx = 1'], '\nx = 1'],
  ])('are one text without %s', (_, cells, text) => {
    expect(joinCells(cells).text).toBe(text);
  });

  it('keep a modulo at the beginning of a line', () => {
    expect(joinCells(['x = (5\n  % 3)']).text).toBe('x = (5\n  % 3)');
  });

  it('know their rows', () => {
    expect(joinCells(['a\nb', '', 'c']).starts).toEqual([0, 2, 3, 4]);
  });
});

describe('an answer about a notebook', () => {
  const notebooks = new Notebooks();
  notebooks.open({
    notebookDocument: {
      uri: NOTEBOOK,
      notebookType: 'jupyter-notebook',
      version: 1,
      cells: ['a', 'b'].map((name) => ({ kind: 2, document: cellUri(name) })),
    },
    cellTextDocuments: [
      { uri: cellUri('a'), languageId: 'python', version: 1, text: '1\n2' },
      { uri: cellUri('b'), languageId: 'python', version: 1, text: '3\n4' },
    ],
  });
  const asked = notebooks.cell(cellUri('b'));

  it('tells places in rows of the cell that was asked about, and leaves out others', () => {
    const found = [{ range: range(1) }, { range: range(3), data: { range: range(3) } }];
    expect(toCells(found, asked, notebooks)).toEqual([
      { range: range(1), data: { range: range(3) } },
    ]);
  });

  it('names the cell of a place that names its document', () => {
    const found = [
      { uri: NOTEBOOK, range: range(1) },
      { uri: 'file:///other.py', range: range(1) },
      {
        targetUri: NOTEBOOK,
        targetRange: range(0),
        targetSelectionRange: range(0),
        originSelectionRange: range(2),
      },
    ];
    expect(toCells(found, asked, notebooks)).toEqual([
      { uri: cellUri('a'), range: range(1) },
      { uri: 'file:///other.py', range: range(1) },
      {
        targetUri: cellUri('a'),
        targetRange: range(0),
        targetSelectionRange: range(0),
        originSelectionRange: range(0),
      },
    ]);
  });

  it('gives each cell its edits', () => {
    const edit = (line: number): unknown => ({ range: range(line), newText: 'x' });
    const changes = { [NOTEBOOK]: [edit(0), edit(3)], 'file:///other.py': [edit(9)] };
    expect(toCells({ changes }, asked, notebooks)).toEqual({
      changes: {
        [cellUri('a')]: [edit(0)],
        [cellUri('b')]: [edit(1)],
        'file:///other.py': [edit(9)],
      },
    });
    const document = { textDocument: { uri: NOTEBOOK, version: 1 }, edits: [edit(2)] };
    expect(toCells({ documentChanges: [document] }, asked, notebooks)).toEqual({
      documentChanges: [{ textDocument: { uri: cellUri('b'), version: null }, edits: [edit(0)] }],
    });
  });

  it('tells where a step is called in rows of the caller', () => {
    const from = { uri: NOTEBOOK, range: range(0), selectionRange: range(0) };
    expect(toCells([{ from, fromRanges: [range(1)] }], asked, notebooks)).toEqual([
      { from: { ...from, uri: cellUri('a') }, fromRanges: [range(1)] },
    ]);
  });

  it('answers a question that was told in rows of the whole', () => {
    if (!asked) throw new Error('no such cell');
    const question = { textDocument: { uri: cellUri('b') }, position: { line: 1, character: 4 } };
    expect(toNotebook(question, asked)).toEqual({
      textDocument: { uri: NOTEBOOK },
      position: { line: 3, character: 4 },
    });
  });
});

describe('a notebook in the editor', () => {
  let server: ServerBundle;
  let editor: Editor;
  beforeAll(async () => {
    server = await buildServer();
  });
  afterAll(() => server.remove());
  beforeEach(async () => {
    editor = await Editor.start(server);
    await editor.tell('notebookDocument/didOpen', {
      notebookDocument: {
        uri: NOTEBOOK,
        notebookType: 'jupyter-notebook',
        version: 1,
        cells: [cell('text', 1), cell('imports'), cell('flow')],
      },
      cellTextDocuments: [textOf('imports', IMPORTS), textOf('flow', FLOW)],
    });
  });
  afterEach(() => editor.stop());

  const change = (cells: unknown): Promise<void> =>
    editor.tell('notebookDocument/didChange', {
      notebookDocument: { uri: NOTEBOOK, version: 2 },
      change: { cells },
    });
  const firstRange = (name: string): unknown => editor.diagnostics.get(cellUri(name))?.[0]?.range;

  it('marks what is wrong in its cell', async () => {
    await editor.until(() => editor.codes(cellUri('flow')).includes('unknown-step'));
    expect(firstRange('flow')).toMatchObject({ start: { line: 3, character: 23 } });
    expect(editor.codes(cellUri('imports'))).toEqual([]);
    expect(editor.diagnostics.has(NOTEBOOK)).toBe(false);
  });

  it('follows an edit of a cell', async () => {
    await editor.until(() => editor.codes(cellUri('flow')).includes('unknown-step'));
    await change({
      textContent: [
        {
          document: { uri: cellUri('flow'), version: 2 },
          changes: [
            {
              range: { start: { line: 3, character: 26 }, end: { line: 3, character: 27 } },
              text: '',
            },
          ],
        },
      ],
    });
    await editor.until(() => editor.codes(cellUri('flow')).length === 0);
  });

  it('follows a cell that comes and one that goes', async () => {
    await editor.until(() => editor.codes(cellUri('flow')).includes('unknown-step'));
    await change({
      structure: {
        array: { start: 0, deleteCount: 1, cells: [cell('new')] },
        didOpen: [textOf('new', 'x = 1\ny = 2')],
        didClose: [],
      },
    });
    const symbols = await editor.ask<DocumentSymbol[]>('textDocument/documentSymbol', {
      textDocument: { uri: cellUri('flow') },
    });
    expect(symbols.map((symbol) => [symbol.name, symbol.range.start.line])).toEqual([
      ['NotebookFlow', 0],
    ]);
    expect(firstRange('flow')).toMatchObject({ start: { line: 3, character: 23 } });
    await change({
      structure: {
        array: { start: 2, deleteCount: 1 },
        didClose: [{ uri: cellUri('flow') }],
      },
    });
    await editor.until(() => editor.codes(cellUri('flow')).length === 0);
  });

  it('has no lenses: its cells are run by Jupyter', async () => {
    const lenses = await editor.ask('textDocument/codeLens', {
      textDocument: { uri: cellUri('flow') },
    });
    expect(lenses).toBeNull();
  });

  it('takes its marks along when it is closed', async () => {
    await editor.until(() => editor.codes(cellUri('flow')).includes('unknown-step'));
    await editor.tell('notebookDocument/didClose', {
      notebookDocument: { uri: NOTEBOOK },
      cellTextDocuments: [{ uri: cellUri('imports') }, { uri: cellUri('flow') }],
    });
    await editor.until(() => editor.codes(cellUri('flow')).length === 0);
  });
});
