/** Artifacts and parameters after `self.`: those that are there first, then the rest, marked so. */
import { artifactFlow } from '../../../runner/analysis/artifacts/artifactFlow';
import { CompletionItemKind } from 'vscode-languageserver';
import type { ArtifactStates, ArtifactWrite } from '../../../runner/analysis/artifacts/model';
import type { ParameterDescription } from '../../../runner/flow/description';
import { enclosingForeaches, predecessors } from '../../../runner/flow/graph';
import { SELF_CALLS, SELF_VALUES } from '../../../runner/flow/reference';
import { inlineCode, paragraphs, plainText, pythonLine } from '../../markdown';
import { callText } from '../../reference';
import { factsFor } from '../runFacts';
import { artifactsHere, type Here } from './here';
import { lastStep } from './newStep';
import { allArtifacts, knownHere, knownIn, type Known } from './known';
import type { Offer } from './offer';

/** All that `self.` may be followed by, methods aside: those are others' business. */
export function attributesOfSelf(here: Here): Offer[] {
  return [
    ...artifactsPresent(here),
    ...parameters(here),
    ...ownOfFlow(here),
    ...artifactsElsewhere(here),
  ];
}

export function artifactsPresent(here: Here): Offer[] {
  return knownHere(here).map((each) => artifactOffer(each, here));
}

export function artifactOffer(each: Known, here: Here): Offer {
  const { t } = here.asked;
  const type = typeOf(each, here);
  const steps = [...new Set(each.writes.flatMap(({ step }) => step ?? []))];
  const where = steps.length === 0 ? t('of the class') : t('set in {0}', steps.join(', '));
  return {
    label: each.name,
    kind: CompletionItemKind.Field,
    ...(type === undefined ? {} : { type }),
    origin: each.presence === 'possibly' ? t('possibly, {0}', where) : where,
    text: paragraphs(
      pythonLine(type === undefined ? `self.${each.name}` : `self.${each.name}: ${type}`),
      writtenWords(each, here),
      each.presence === 'possibly' ? t('Some ways to here do not set it.') : '',
      each.merged ? t('It came through {0}.', inlineCode('merge_artifacts')) : '',
      lastValue(each, here),
    ),
  };
}

function writtenWords({ writes }: Known, { asked: { t } }: Here): string {
  const lines = writes.flatMap(({ step, range }) =>
    step === undefined ? [] : [t('Set in {0}, line {1}.', inlineCode(step), range.start.line + 1)],
  );
  return [...new Set(lines)].slice(0, MAX_LINES).join('  \n');
}

/** Of assignments told of one by one. */
const MAX_LINES = 6;

/** What the text tells; else what the newest run had. */
function typeOf({ name, writes }: Known, here: Here): string | undefined {
  const types = [...new Set(writes.flatMap(({ type }) => type ?? []))];
  if (types.length > 0) return types.join(' | ');
  return factsOf(name, writes, here)?.type;
}

function lastValue({ name, writes }: Known, here: Here): string {
  const { t } = here.asked;
  const facts = factsOf(name, writes, here);
  if (!facts) return '';
  const size = facts.shape ?? (facts.items === undefined ? undefined : t('{0} items', facts.items));
  const parts = [facts.type, size, facts.preview].filter((part) => part !== undefined);
  return t('Last run: {0}', inlineCode(parts.join(' · ')));
}

function factsOf(name: string, writes: readonly ArtifactWrite[], { flow, asked }: Here) {
  const run = flow && factsFor(flow.description, asked.facts);
  for (const { step } of writes) {
    const found = step === undefined ? undefined : run?.artifacts?.[step]?.[name];
    if (found) return found;
  }
  return undefined;
}

function parameters({ flow, asked: { t } }: Here): Offer[] {
  return (flow?.description.parameters ?? []).map((parameter) => ({
    label: parameter.attribute,
    kind: CompletionItemKind.Property,
    ...(parameter.type === 'unknown' ? {} : { type: typeName(parameter) }),
    origin: KINDS[parameter.kind](t),
    text: paragraphs(
      pythonLine(`--${parameter.name}`),
      plainText(parameter.help ?? ''),
      t('Steps cannot change it.'),
    ),
  }));
}

function typeName({ type, kind }: ParameterDescription): string {
  if (kind === 'config') return 'ConfigValue';
  return type === 'FilePath' ? 'str' : type;
}

const KINDS: {
  readonly [kind in ParameterDescription['kind']]: (t: Here['asked']['t']) => string;
} = {
  parameter: (t) => t('parameter'),
  config: (t) => t('config'),
  'include-file': (t) => t('included file'),
};

/** `next`, `input`, `merge_artifacts`: what fits where the cursor is. */
function ownOfFlow({ flow, step, inputs, asked: { t } }: Here): Offer[] {
  if (!flow || !step) return [];
  const offers: Offer[] = [];
  const { next, merge_artifacts: merge } = SELF_CALLS;
  if ((enclosingForeaches(flow.description).get(step.name)?.length ?? 0) > 0 && !inputs) {
    for (const name of ['input', 'index'] as const) {
      offers.push({
        label: name,
        kind: CompletionItemKind.Property,
        origin: t('foreach'),
        text: SELF_VALUES[name],
      });
    }
  }
  if (inputs !== undefined && merge) {
    offers.push({
      label: 'merge_artifacts',
      kind: CompletionItemKind.Method,
      origin: t('join'),
      text: callText(merge),
      snippet: `merge_artifacts(${inputs}$1)$0`,
    });
  }
  if (next && step.name !== lastStep(flow.description)) {
    offers.push({
      label: 'next',
      kind: CompletionItemKind.Method,
      origin: t('transition'),
      text: callText(next),
      snippet: 'next($1)$0',
      again: true,
    });
  }
  return offers;
}

/** What other steps set. It is said that it is not here when that is known. */
function artifactsElsewhere(here: Here): Offer[] {
  const { asked } = here;
  const present = new Set(knownHere(here).map(({ name }) => name));
  const isKnown = artifactsHere(here) !== undefined && !isOpen(here);
  return allArtifacts(here)
    .filter(({ name }) => !present.has(name))
    .map((each) => {
      const offer = artifactOffer(each, here);
      return isKnown ? { ...offer, origin: asked.t('not here, {0}', offer.origin ?? '') } : offer;
    });
}

/** The text does not show all that arrives. The step at the cursor itself is half-typed, so that it does not count. */
function isOpen({ flow, step }: Here): boolean {
  if (!flow || !step) return true;
  const { steps } = artifactFlow(flow);
  const before = predecessors(flow.description).get(step.name) ?? [];
  return flow.unknown.steps || before.some((name) => steps.get(name)?.open === true);
}

export function stateOffers(states: ArtifactStates, here: Here): Offer[] {
  return knownIn(states, here).map((each) => artifactOffer(each, here));
}
