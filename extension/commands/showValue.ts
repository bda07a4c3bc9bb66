/** The value of an artifact of a run, from a hover's link. */
import * as vscode from 'vscode';
import type { ShowValueArguments } from '../../language-server/protocol';
import type { Command } from '../app';
import { isTrusted } from '../problems';
import { valueUri } from '../views/values';

export const showValue: Command = async (_, argument) => {
  if (!isValue(argument) || !(await isTrusted())) return;
  const { root, flow, run, step, artifact } = argument;
  const uri = valueUri({ ref: { root, flow, run }, step, artifact });
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document, { preview: true });
};

function isValue(argument: unknown): argument is ShowValueArguments {
  if (typeof argument !== 'object' || argument === null) return false;
  const given = new Map(Object.entries(argument));
  return ['root', 'flow', 'run', 'step', 'artifact'].every(
    (name) => typeof given.get(name) === 'string',
  );
}
