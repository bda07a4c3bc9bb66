/** Rename of steps, artifacts and parameters, across steps, files and all flows that share a class. */
import {
  ErrorCodes,
  ResponseError,
  type PrepareRenameResult,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import {
  refusal,
  refusalOf,
  renameEdits,
  type Refusal,
} from '../../runner/analysis/symbols/rename';
import type { Translate } from '../../runner/drawing/words';
import { baseName } from '../../runner/drawing/format';
import type { Asked } from '../asked';
import type { Feature } from '../feature';
import { askedSymbol } from '../symbol';
import { workspaceEdit } from '../edits';

export const renameFeature: Feature = {
  capabilities: { renameProvider: { prepareProvider: true } },
  register(connection, session) {
    const ask = async (uri: string, position: Asked['position']): Promise<Asked | undefined> => {
      // No heir may be missed.
      await session().workspace.scanned();
      return session().askedAt(uri, position);
    };
    const isEditable = (file: string): boolean => session().workspace.isEditable(file);
    connection.onPrepareRename(async ({ textDocument, position }) => {
      const asked = await ask(textDocument.uri, position);
      return asked && orError(prepareRename(asked, isEditable));
    });
    connection.onRenameRequest(async ({ textDocument, position, newName }) => {
      const asked = await ask(textDocument.uri, position);
      return asked && orError(rename(asked, newName, isEditable));
    });
  },
};

/** A message for the person: why not. */
export interface Refused {
  readonly refused: string;
}

/** `undefined` where others may rename; the place of the name where we can. */
export function prepareRename(
  asked: Asked,
  isEditable: (file: string) => boolean,
): PrepareRenameResult | Refused | undefined {
  const found = askedSymbol(asked);
  if (!found) return undefined;
  const why = refusal(found, isEditable);
  if (why) return { refused: refusalWords(why, asked.t) };
  return { range: found.at.range, placeholder: found.symbol.name };
}

export function rename(
  asked: Asked,
  newName: string,
  isEditable: (file: string) => boolean,
): WorkspaceEdit | Refused | undefined {
  const found = askedSymbol(asked);
  if (!found) return undefined;
  if (newName === found.symbol.name) return { changes: {} };
  const why = refusal(found, isEditable) ?? refusalOf(found, newName);
  if (why) return { refused: refusalWords(why, asked.t) };
  return workspaceEdit(renameEdits(found, newName, asked), asked.uriOf);
}

function orError<T>(answer: T | Refused): T | ResponseError {
  return typeof answer === 'object' && answer !== null && 'refused' in answer
    ? new ResponseError(ErrorCodes.InvalidRequest, answer.refused)
    : answer;
}

function refusalWords(refusal: Refusal, t: Translate): string {
  switch (refusal.why) {
    case 'looked-for':
      return t('Metaflow looks for a step named {0}: it cannot be renamed.', refusal.name);
    case 'other-kind':
      return t(
        '{0} is something else in {1}, which shares this class: rename it by hand.',
        refusal.name,
        refusal.flow,
      );
    case 'broken':
      return t(
        '{0} in {1} cannot be read as it is: mend it first.',
        refusal.method,
        baseName(refusal.file),
      );
    case 'hidden':
      return t(
        'Step {1} names {0} in a text that is put together: rename it by hand.',
        refusal.name,
        refusal.step,
      );
    case 'not-editable':
      return t('It is also named in {0}, which is not part of this workspace.', refusal.file);
    case 'no-name':
      return t('{0} cannot be a name here.', refusal.name);
    case 'no-step-name':
      return t(
        "A step's name has lower-case letters, digits and underscores, and begins with a letter: not {0}.",
        refusal.name,
      );
    case 'reserved':
      return t('{0} means something else in every flow.', refusal.name);
    case 'taken':
      return takenWords(refusal, t);
  }
}

function takenWords(refusal: Extract<Refusal, { why: 'taken' }>, t: Translate): string {
  const { flow, name } = refusal;
  switch (refusal.by) {
    case 'step':
      return t('{0} has a step named {1} already.', flow, name);
    case 'artifact':
      return t('{0} has an artifact named {1} already.', flow, name);
    case 'parameter':
      return t('{0} has a parameter named {1} already.', flow, name);
    case 'method':
      return t('{0} has a method named {1} already.', flow, name);
  }
}
