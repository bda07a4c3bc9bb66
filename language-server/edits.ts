/** Changes to files, as LSP tells of them. */
import type { WorkspaceEdit, TextEdit } from 'vscode-languageserver';
import type { FileEdit } from '../runner/analysis/fixes/fix';

export function workspaceEdit(
  edits: readonly FileEdit[],
  uriOf: (file: string) => string,
): WorkspaceEdit {
  const changes: { [uri: string]: TextEdit[] } = {};
  for (const { file, range, newText } of edits) {
    (changes[uriOf(file)] ??= []).push({ range, newText });
  }
  return { changes };
}
