/** Decorators after `@`: of steps above a `def`, of flows above a `class`; what they need imported comes along. */
import { CompletionItemKind } from 'vscode-languageserver';
import { metaflowReference } from '../../../runner/analysis/refactor/addImport';
import { KNOWN_DECORATORS } from '../../../runner/flow/decorators';
import { DECORATORS, NAMES, type DecoratorReference } from '../../../runner/flow/reference';
import type { CursorPlace } from '../../../runner/analysis/cursor/cursor';
import { decoratorText, nameText } from '../../reference';
import type { Here } from './here';
import { literal, type Offer } from './offer';

type DecoratorPlace = Extract<CursorPlace, { kind: 'decorator' }>;

export function decoratorsAt(place: DecoratorPlace, here: Here): Offer[] | undefined {
  const { asked, cursor, meaning, flow } = here;
  const { scope } = cursor;
  if (scope.elsewhere || scope.method) return undefined;
  const inClass = scope.className !== undefined;
  // `@mf.`: only what the module calls Metaflow.
  if (place.object !== undefined && asked.module.imports.get(place.object)?.module !== 'metaflow') {
    return undefined;
  }
  if (inClass ? !flow : place.above === 'function') return undefined;
  const others = new Set(place.others.map((name) => meaning(name) ?? name));
  const fits = [...DECORATORS].filter(([name]) => {
    const known = KNOWN_DECORATORS[name];
    const isFree = known?.multiple === true || !others.has(name);
    return isFree && known?.on === (inClass ? 'step' : 'flow');
  });
  const offers = fits.map(([name, reference]) => decoratorOffer(name, reference, place, here));
  return inClass && !others.has('step') ? [stepOffer(place, here), ...offers] : offers;
}

function decoratorOffer(
  name: string,
  reference: DecoratorReference,
  place: DecoratorPlace,
  { asked }: Here,
): Offer {
  const { written, edits } = writtenAt(name, place, asked);
  const form = reference.snippet ?? name;
  return {
    label: name,
    kind: CompletionItemKind.Function,
    origin: edits.length > 0 ? asked.t('adds the import') : 'metaflow',
    text: decoratorText(name, reference, asked.t),
    snippet: literal(written) + form.slice(name.length),
    filter: place.object === undefined ? written : name,
    edits,
  };
}

/** `@step` alone above a `def`; with the `def` where there is none yet. */
function stepOffer(place: DecoratorPlace, { asked }: Here): Offer {
  const { written, edits } = writtenAt('step', place, asked);
  const reference = NAMES.find(({ name }) => name === 'step');
  const offer = {
    label: 'step',
    kind: CompletionItemKind.Function,
    origin: 'metaflow',
    text: reference ? nameText(reference) : '',
    insert: written,
    filter: place.object === undefined ? written : 'step',
    edits,
  };
  if (place.above === 'function') return offer;
  return { ...offer, snippet: `${literal(written)}\ndef \${1:name}(self):\n\t\${0:pass}` };
}

function writtenAt(name: string, place: DecoratorPlace, asked: Here['asked']) {
  if (place.object !== undefined) return { written: name, edits: [] };
  return metaflowReference(name, asked.module, asked.text);
}
