/** Completion: one file a kind of place. Beside Pylance: what it offers already is left out, and ours stands first. */
import type { CompletionList } from 'vscode-languageserver';
import type { CursorPlace } from '../../../runner/analysis/cursor/cursor';
import type { Asked } from '../../asked';
import type { Feature } from '../../feature';
import { attributesOfSelf } from './artifacts';
import { attributesOfCurrent, importedNames } from './names';
import { decoratorsAt } from './decorators';
import { definitionsAt } from './definitions';
import { hereOf, type Here } from './here';
import { attributesOfInputs } from './inputs';
import { itemsOf, type Offer } from './offer';
import { knownCall, optionsAt } from './options';
import { textsAt } from './quoted';
import { statementsAt } from './statements';
import { nextArguments, stepsAfterSelf } from './steps';

export const completionFeature: Feature = {
  capabilities: { completionProvider: { triggerCharacters: ['.', '(', "'", '"', '@', ',', '['] } },
  register(connection, session) {
    connection.onCompletion(({ textDocument, position }) => {
      const asked = session().askedAt(textDocument.uri, position);
      return asked && completions(asked);
    });
  },
};

/** `undefined`: nothing of ours fits there. */
export function completions(asked: Asked): CompletionList | undefined {
  const here = hereOf(asked);
  const { place } = here.cursor;
  if (place.kind === 'nothing') return undefined;
  const offers = offersAt(place, here);
  if (!offers || offers.length === 0) return undefined;
  // A step that is written together with its name is another one with every letter.
  const isIncomplete = isInNext(here);
  return { isIncomplete, items: itemsOf(offers, place.word) };
}

type Placed = Exclude<CursorPlace, { kind: 'nothing' }>;

function offersAt(place: Placed, here: Here): readonly Offer[] | undefined {
  const [call] = here.cursor.calls;
  switch (place.kind) {
    case 'attribute':
      return attributes(place.object, here);
    case 'expression':
      return call && argumentsAt(here);
    case 'text':
      return call && textsAt(call, here);
    case 'decorator':
      return decoratorsAt(place, here);
    case 'import':
      return importedNames(place, here);
    case 'definition':
      return definitionsAt(place, here);
    case 'statement':
      return statementsAt(place, here);
  }
}

function isInNext({ cursor, self }: Here): boolean {
  const [call] = cursor.calls;
  return self !== undefined && call?.callee === `${self}.next`;
}

function attributes(object: string, here: Here): readonly Offer[] | undefined {
  const [call] = here.cursor.calls;
  if (object === here.self) {
    const isTarget = call && isInNext(here) && call.keyword === undefined;
    const takesSteps = call?.within === 'directly' || call?.within === 'value';
    return isTarget && takesSteps ? stepsAfterSelf(here, call) : attributesOfSelf(here);
  }
  return attributesOfInputs(object, here) ?? attributesOfCurrent(object, here);
}

function argumentsAt(here: Here): readonly Offer[] | undefined {
  const [call] = here.cursor.calls;
  if (!call) return undefined;
  if (isInNext(here)) return nextArguments(here, call);
  const known = knownCall(call, here);
  return known && optionsAt(call, known, here);
}
