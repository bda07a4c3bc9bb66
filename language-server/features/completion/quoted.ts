/** Names of artifacts in quotes: `foreach='…'`, `condition='…'`, the lists of `merge_artifacts`, `getattr(self, '…')`. */
import { CompletionItemKind } from 'vscode-languageserver';
import type { CallPlace } from '../../../runner/analysis/cursor/calls';
import { artifactOffer, stateOffers } from './artifacts';
import { artifactsHere, type Here } from './here';
import { allArtifacts, knownHere, type Known } from './known';
import type { Offer } from './offer';
import { knownCall, textValues } from './options';

export function textsAt(call: CallPlace, here: Here): Offer[] | undefined {
  const { self } = here;
  const known = knownCall(call, here);
  if (known) return textValues(call, known, here);
  if (self === undefined) return undefined;
  if (call.callee === `${self}.next`) return inNext(call, here);
  if (call.callee === `${self}.merge_artifacts`) return inMerge(call, here);
  const isAccess = /^(getattr|hasattr|setattr|delattr)$/.test(call.callee);
  return isAccess && call.index === 1 && call.within === 'directly'
    ? knownHere(here).map((each) => artifactOffer(each, here))
    : undefined;
}

function inNext(call: CallPlace, here: Here): Offer[] | undefined {
  if (call.within === 'key') return casesOf(call, here);
  if (call.within !== 'directly') return undefined;
  if (call.keyword === 'foreach') return preferring(isList, here);
  return call.keyword === 'condition' ? preferring(isText, here) : undefined;
}

function preferring(fits: (artifact: Known) => boolean, here: Here): Offer[] {
  const present = knownHere(here);
  const names = new Set(present.map(({ name }) => name));
  const rest = here.step && artifactsHere(here) ? [] : allArtifacts(here);
  const all = [...present, ...rest.filter(({ name }) => !names.has(name))];
  const parameters = (here.flow?.description.parameters ?? [])
    .filter(({ type }) => type === 'JSONType' || fits === isText)
    .map(({ attribute }) => ({
      label: attribute,
      kind: CompletionItemKind.Property,
      origin: here.asked.t('parameter'),
    }));
  const offers = [...all.filter(fits), ...all.filter((each) => !fits(each))].map((each) =>
    artifactOffer(each, here),
  );
  return [...offers, ...parameters];
}

function isList({ writes }: Known): boolean {
  return writes.some(
    ({ type, value }) =>
      value.kind === 'list' || value.kind === 'tuple' || /^(list|tuple|range)\b/.test(type ?? ''),
  );
}

function isText({ writes }: Known): boolean {
  return writes.some(
    ({ type, value }) =>
      type === 'str' || (value.kind === 'literal' && typeof value.value === 'string'),
  );
}

/** The texts that the text assigns to the condition, those that have a case aside. */
function casesOf(call: CallPlace, here: Here): Offer[] {
  const condition = call.texts.get('condition');
  const artifacts = knownHere(here).filter(({ name, writes }) =>
    condition === undefined
      ? isText({ name, writes, presence: 'surely', merged: false })
      : name === condition,
  );
  return artifacts.flatMap(({ name, writes }) =>
    writes.flatMap(({ value }) => {
      const text = value.kind === 'literal' ? value.value : undefined;
      if (typeof text !== 'string' || call.siblings.includes(text)) return [];
      return [
        {
          label: text,
          kind: CompletionItemKind.EnumMember,
          origin: here.asked.t('value of {0}', name),
        },
      ];
    }),
  );
}

function inMerge(call: CallPlace, here: Here): Offer[] | undefined {
  if (call.within !== 'list') return undefined;
  const inputs = artifactsHere(here)?.inputs;
  if (!inputs) return undefined;
  const offers = [...inputs.values()].flatMap((states) => stateOffers(states, here));
  return offers.filter(({ label }) => !call.siblings.includes(label));
}
