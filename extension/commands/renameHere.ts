/** Opens the rename box where an edit has made a name: a step that is new is hardly ever called as proposed. */
import * as vscode from 'vscode';
import type { RenameHereArguments } from '../../language-server/protocol';
import type { Command } from '../app';

export const renameHere: Command = async (_, argument) => {
  if (!isPlace(argument)) return;
  const uri = vscode.Uri.parse(argument.uri, true);
  const position = new vscode.Position(argument.position.line, argument.position.character);
  const editor = vscode.window.activeTextEditor;
  if (editor?.document.uri.toString() !== uri.toString()) return;
  editor.selection = new vscode.Selection(position, position);
  await vscode.commands.executeCommand('editor.action.rename', [uri, position]);
};

function isPlace(argument: unknown): argument is RenameHereArguments {
  if (typeof argument !== 'object' || argument === null) return false;
  const { uri, position } = argument as { readonly uri?: unknown; readonly position?: unknown };
  return typeof uri === 'string' && typeof position === 'object' && position !== null;
}
