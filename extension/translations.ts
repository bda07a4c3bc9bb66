/** The texts of the editor's display language, for the processes and pages that have no vscode.l10n of their own. */
import * as vscode from 'vscode';

/** Translation by English text; empty when the editor shows English. */
export function translations(): { readonly [english: string]: string } {
  return Object.fromEntries(
    Object.entries(vscode.l10n.bundle ?? {}).map(([english, text]) => [
      english,
      // An entry with comments for translators is an object.
      typeof text === 'string' ? text : (text as { readonly message: string }).message,
    ]),
  );
}
