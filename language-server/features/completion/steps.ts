/** Where a step may go: the steps of `self.next(…)`, and steps that it names before they are written. */
import { CompletionItemKind } from 'vscode-languageserver';
import type { AnalysedFlow } from '../../../runner/analysis/analyse';
import type { CallPlace } from '../../../runner/analysis/cursor/calls';
import type { StepDescription } from '../../../runner/flow/description';
import { openSplits } from '../../../runner/flow/graph';
import { SELF_CALLS } from '../../../runner/flow/reference';
import { inlineCode, paragraphs, plainText } from '../../markdown';
import type { Here } from './here';
import { isJoinName, lastStep, newStep } from './newStep';
import type { Offer } from './offer';

/** After `self.next(self.`: names alone. */
export function stepsAfterSelf(here: Here, call: CallPlace): Offer[] {
  return [...nextSteps(here, call).map((step) => stepOffer(step, here)), ...unwritten(here)];
}

/** After `self.next(`: whole arguments, and the keywords that fit. */
export function nextArguments(here: Here, call: CallPlace): Offer[] {
  const { self = 'self' } = here;
  if (call.keyword !== undefined || call.within === 'list' || call.within === 'key') return [];
  const steps = stepsAfterSelf(here, call).map((offer) => ({
    ...offer,
    label: `${self}.${offer.label}`,
    insert: `${self}.${offer.insert ?? offer.label}`,
    filter: `${self}.${offer.filter ?? offer.label}`,
  }));
  return call.within === 'directly' ? [...steps, ...keywords(here, call)] : steps;
}

const FORMS: { readonly [keyword: string]: string } = {
  foreach: "foreach='$1'",
  num_parallel: 'num_parallel=${1:2}',
  condition: "condition='$1'",
};

function keywords({ asked: { t } }: Here, call: CallPlace): Offer[] {
  if (call.given.some((name) => Object.hasOwn(FORMS, name)) || call.index === 0) return [];
  return (SELF_CALLS['next']?.options ?? []).flatMap(({ name, text }) => {
    const snippet = FORMS[name];
    if (snippet === undefined) return [];
    return [
      {
        label: `${name}=`,
        kind: CompletionItemKind.Keyword,
        origin: t('transition'),
        text,
        snippet,
        again: name !== 'num_parallel',
      },
    ];
  });
}

/** Those that nothing leads to yet and that come later in the text first; never back to the start. */
export function nextSteps(here: Here, call?: CallPlace): StepDescription[] {
  const { flow, step, asked } = here;
  if (!flow) return [];
  const { steps, startStep } = flow.description;
  const others = steps.filter(({ name }) => name !== step?.name);
  const reached = new Set(others.flatMap(({ next }) => next));
  const given = new Set(call ? targetsGiven(here) : []);
  const isLater = ({ name }: StepDescription): boolean => {
    const place = flow.steps.get(name);
    return place?.file === asked.path && place.nameRange.start.line > asked.position.line;
  };
  const rank = (each: StepDescription): number =>
    (reached.has(each.name) && !meetsHere(each, here) ? 2 : 0) + (isLater(each) ? 0 : 1);
  return others
    .filter(({ name }) => name !== startStep && !given.has(name))
    .map((each, index) => ({ each, index, rank: rank(each) }))
    .sort((a, b) => a.rank - b.rank || a.index - b.index)
    .map(({ each }) => each);
}

/** A join that another branch of the same split leads to. */
function meetsHere(target: StepDescription, { flow, step }: Here): boolean {
  if (!flow || !step || !target.takesInputs) return false;
  const open = openSplits(flow.description);
  const own = open.get(step.name)?.at(-1);
  return own !== undefined && open.get(target.name)?.at(-1)?.split === own.split;
}

/** The steps that the `self.next` around the cursor names already, the one at the cursor aside. */
function targetsGiven({ flow, step, asked: { position } }: Here): string[] {
  const place = step && flow?.steps.get(step.name);
  return (place?.targets ?? [])
    .filter(
      ({ range }) =>
        range.start.line !== position.line ||
        position.character < range.start.character ||
        position.character > range.end.character,
    )
    .map(({ name }) => name);
}

function stepOffer(step: StepDescription, { flow, asked: { t } }: Here): Offer {
  const before = flow?.description.steps.filter(({ next }) => next.includes(step.name)) ?? [];
  const from = before.map(({ name }) => inlineCode(name)).join(', ');
  const to = step.next.map((name) => inlineCode(name)).join(', ');
  return {
    label: step.name,
    kind: CompletionItemKind.Method,
    origin: step.takesInputs ? t('join') : t('step'),
    text: paragraphs(
      plainText(step.doc),
      from === '' ? t('Nothing leads here yet.') : t('After {0}.', from),
      to === '' ? '' : t('Before {0}.', to),
    ),
  };
}

/** What is typed names no step: offers to write that step. Without a name: the end, as long as there is none. */
function unwritten(here: Here): Offer[] {
  const { flow, step, cursor, asked } = here;
  if (!flow || !step || cursor.place.kind === 'nothing') return [];
  const typed = 'word' in cursor.place ? cursor.place.word.text : '';
  const exists = (name: string): boolean =>
    flow.description.steps.some((each) => each.name === name);
  const endStep = lastStep(flow.description);
  const names = [...(exists(endStep) ? [] : [endStep])];
  if (/^[a-z][a-z0-9_]*$/.test(typed) && !exists(typed) && typed !== endStep) names.push(typed);
  return names.flatMap((name) => {
    const joins = name !== endStep && isJoinName(name, flow, step.name);
    const edit = newStep(name, joins, here);
    if (!edit) return [];
    return [
      {
        label: name,
        kind: CompletionItemKind.Event,
        origin: joins ? asked.t('write this join') : asked.t('write this step'),
        text: asked.t('There is no such step yet: this adds one below.'),
        edits: [edit],
      },
    ];
  });
}

/** Steps that some `self.next` names and that are not written yet, with those that name them. */
export function missingSteps(flow: AnalysedFlow): ReadonlyMap<string, readonly string[]> {
  const { steps } = flow.description;
  const known = new Set(steps.map(({ name }) => name));
  const missing = new Map<string, string[]>();
  for (const { name, next } of steps) {
    for (const target of next) {
      if (!known.has(target)) missing.set(target, [...(missing.get(target) ?? []), name]);
    }
  }
  return missing;
}
