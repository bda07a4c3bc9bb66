/** Names of Metaflow: after `from metaflow import`, and after `current.`. */
import { CompletionItemKind } from 'vscode-languageserver';
import { KNOWN_DECORATORS } from '../../../runner/flow/decorators';
import {
  CURRENT,
  CURRENT_PARTS,
  DECORATORS,
  NAMES,
  type NameReference,
} from '../../../runner/flow/reference';
import type { CursorPlace } from '../../../runner/analysis/cursor/cursor';
import { decoratorText, nameText } from '../../reference';
import type { Here } from './here';
import type { Offer } from './offer';

const KINDS: { readonly [kind in NameReference['kind']]: CompletionItemKind } = {
  class: CompletionItemKind.Class,
  function: CompletionItemKind.Function,
  value: CompletionItemKind.Variable,
};

export function importedNames(
  { module, given }: Extract<CursorPlace, { kind: 'import' }>,
  { asked: { t } }: Here,
): Offer[] | undefined {
  if (module !== 'metaflow') return undefined;
  const names: Offer[] = NAMES.map((name) => ({
    label: name.name,
    kind: KINDS[name.kind],
    text: nameText(name),
  }));
  const decorators: Offer[] = [...DECORATORS].map(([name, reference]) => ({
    label: name,
    kind: CompletionItemKind.Function,
    origin:
      KNOWN_DECORATORS[name]?.on === 'flow' ? t('decorator of flows') : t('decorator of steps'),
    text: decoratorText(name, reference, t),
  }));
  // What every flow begins with comes first.
  const all = [...names.slice(0, FIRST), ...decorators, ...names.slice(FIRST)];
  return all.filter(({ label }) => !given.includes(label));
}

/** FlowSpec, step, current and the parameters. */
const FIRST = 6;

/** @param object what stands before the dot: `current`, `current.card` */
export function attributesOfCurrent(object: string, here: Here): Offer[] | undefined {
  const [root = '', part, ...more] = object.replaceAll('[]', '').split('.');
  if (here.meaning(root) !== 'current' || more.length > 0) return undefined;
  if (part === undefined)
    return CURRENT.filter((name) => fits(name, here)).map((name) => nameOffer(name, root));
  const parts = Object.hasOwn(CURRENT_PARTS, part) ? CURRENT_PARTS[part] : undefined;
  return parts?.map((name) => nameOffer(name, object.replaceAll('[]', '')));
}

function nameOffer(name: NameReference, owner: string): Offer {
  const isMethod = name.kind === 'function';
  return {
    label: name.name,
    kind: isMethod ? CompletionItemKind.Method : CompletionItemKind.Property,
    ...(name.type === undefined || isMethod ? {} : { type: name.type }),
    origin: 'current',
    text: nameText(name, owner),
  };
}

/** What a decorator adds is there when the step or its flow has one. Where neither is known, everything may be. */
function fits({ name }: NameReference, { flow, step }: Here): boolean {
  const adding = [...DECORATORS].flatMap(([decorator, { current }]) =>
    current?.includes(name) ? [decorator] : [],
  );
  if (adding.length === 0 || !flow || !step || flow.unknown.decorators) return true;
  const has = [...step.decorators, ...flow.description.decorators].map((each) => each.name);
  return adding.some((decorator) => has.includes(decorator));
}
