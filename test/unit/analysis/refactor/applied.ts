/** Edits carried out, for tests of code that proposes them. */
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { FileEdit } from '../../../../runner/analysis/fixes/fix';

/** The text of one file after the edits; those of other files must be none. */
export function applied(text: string, edits: readonly FileEdit[], file = '/flows/test.py'): string {
  const others = edits.filter((edit) => edit.file !== file);
  if (others.length > 0) throw new Error(`edits of ${others.map((edit) => edit.file).join(', ')}`);
  const document = TextDocument.create(`file://${file}`, 'python', 0, text);
  return TextDocument.applyEdits(
    document,
    edits.map(({ range, newText }) => ({ range, newText })),
  );
}
