/** The light bulb: everything that changes the text is offered through one door, since LSP has one question for it. */
import { CodeActionKind, type CodeAction, type CodeActionParams } from 'vscode-languageserver';
import type { AskedDocument } from '../asked';
import type { Feature } from '../feature';
import { FIX_ALL, quickFixes } from './quickFixes';
import { refactorings } from './refactorings';

export const codeActionsFeature: Feature = {
  capabilities: {
    codeActionProvider: {
      codeActionKinds: [
        CodeActionKind.QuickFix,
        CodeActionKind.RefactorExtract,
        CodeActionKind.RefactorRewrite,
        FIX_ALL,
      ],
    },
  },
  register(connection, session) {
    connection.onCodeAction((params) => {
      const asked = session().asked(params.textDocument.uri);
      return asked && codeActions(asked, params);
    });
  },
};

export function codeActions(
  asked: AskedDocument,
  { range, context }: Pick<CodeActionParams, 'range' | 'context'>,
): CodeAction[] {
  return [...quickFixes(asked, range, context), ...refactorings(asked, range, context)];
}
