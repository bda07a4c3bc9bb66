/** Notebooks on the LSP connection: what the editor tells of cells, and what it is told about them. */
import type { Connection, Diagnostic, ServerCapabilities } from 'vscode-languageserver';
import type { Session } from '../session';
import type { Notebooks } from './notebooks';
import { toCells } from './translate';

export const NOTEBOOK_CAPABILITIES: ServerCapabilities = {
  notebookDocumentSync: {
    notebookSelector: [
      { notebook: { notebookType: 'jupyter-notebook' }, cells: [{ language: 'python' }] },
    ],
  },
};

export function synchronizeNotebooks(
  connection: Connection,
  session: () => Session,
  notebooks: Notebooks,
): void {
  const { synchronization } = connection.notebooks;
  synchronization.onDidOpenNotebookDocument((params) => {
    const { uri, version } = params.notebookDocument;
    notebooks.open(params);
    session().opened(uri, version, notebooks.textOf(uri));
  });
  synchronization.onDidChangeNotebookDocument((params) => {
    const { uri, version } = params.notebookDocument;
    notebooks.change(params);
    const { structure } = params.change.cells ?? {};
    for (const closed of structure?.didClose ?? []) {
      void connection.sendDiagnostics({ uri: closed.uri, diagnostics: [] });
    }
    if (structure) session().resend(uri);
    session().changed(uri, version, [{ text: notebooks.textOf(uri) }]);
  });
  synchronization.onDidCloseNotebookDocument(({ notebookDocument: { uri } }) => {
    session().closed(uri);
    notebooks.close(uri);
  });
}

interface Published {
  readonly uri: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** The findings in each cell; nothing else is asked of a document that is no notebook. */
export function byCell(
  uri: string,
  found: readonly Diagnostic[],
  notebooks: Notebooks,
): readonly Published[] {
  if (!notebooks.has(uri)) {
    return [{ uri, diagnostics: toCells(found, undefined, notebooks) as readonly Diagnostic[] }];
  }
  return notebooks.cellsOf(uri).map((cell) => ({
    uri: cell.uri,
    // The walk keeps the form of what it walks.
    diagnostics: toCells(found, cell, notebooks) as readonly Diagnostic[],
  }));
}
