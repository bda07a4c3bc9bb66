/** The same name elsewhere in the document, where it is set and where it is read. */
import { DocumentHighlightKind, type DocumentHighlight } from 'vscode-languageserver';
import type { Role } from '../../runner/analysis/symbols/model';
import { placesOf } from '../../runner/analysis/symbols/related';
import type { Asked } from '../asked';
import type { Feature } from '../feature';
import { askedSymbol } from '../symbol';

export const documentHighlightFeature: Feature = {
  capabilities: { documentHighlightProvider: true },
  register(connection, session) {
    connection.onDocumentHighlight(({ textDocument, position }) => {
      const asked = session().askedAt(textDocument.uri, position);
      return asked && documentHighlights(asked);
    });
  },
};

const KINDS: { readonly [role in Role]: DocumentHighlightKind } = {
  definition: DocumentHighlightKind.Write,
  write: DocumentHighlightKind.Write,
  read: DocumentHighlightKind.Read,
  transition: DocumentHighlightKind.Read,
  input: DocumentHighlightKind.Read,
  text: DocumentHighlightKind.Text,
};

export function documentHighlights(asked: Asked): DocumentHighlight[] | undefined {
  const found = askedSymbol(asked);
  return (
    found &&
    placesOf(found)
      .filter(({ file }) => file === asked.path)
      .map(({ range, role }) => ({ range, kind: KINDS[role] }))
  );
}
