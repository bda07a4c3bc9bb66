/** Hover of an artifact: its type, where it is set, who reads it, whether it is there at all, and what it was last time. */
import type { AnalysedFlow } from '../../../runner/analysis/analyse';
import { artifactFlow } from '../../../runner/analysis/artifacts/artifactFlow';
import type { ArtifactState } from '../../../runner/analysis/artifacts/model';
import { givenPlaces, statesAt } from '../../../runner/analysis/symbols/definitions';
import type { PlacedOccurrence } from '../../../runner/analysis/symbols/occurrences';
import type { Translate } from '../../../runner/drawing/words';
import type { ArtifactFacts, RunFacts } from '../../../runner/flow/facts';
import type { Asked } from '../../asked';
import { commandLink, inlineCode, paragraphs, placeLink, pythonLine } from '../../markdown';
import { LENS_COMMANDS, type ShowValueArguments } from '../../protocol';
import { factsFor } from '../runFacts';
import type { Hovered } from './answer';

export function artifactText({ found, flow, asked }: Hovered): string {
  const { at, symbol } = found;
  const { t } = asked;
  const states = statesAt(flow, at);
  const facts = factsFor(flow.description, asked.facts);
  const value = facts && valueNear(facts, flow, at, states);
  const type = typeOf(flow, at, states) ?? value?.artifact.type;
  return paragraphs(
    pythonLine(`(${t('artifact')}) ${symbol.name}${type === undefined ? '' : `: ${type}`}`),
    presenceWords(flow, at, states, t),
    setWords({ found, flow, asked }, states),
    readWords(flow, symbol.name, t),
    value && lastWords(value, facts, symbol.name, t),
  );
}

/** The types of the assignments that reach the place; of all when it is not one that reads. */
function typeOf(
  flow: AnalysedFlow,
  at: PlacedOccurrence,
  states: readonly ArtifactState[],
): string | undefined {
  const reaching = states.flatMap(({ writes }) => writes);
  const all = [...artifactFlow(flow).steps.values()].flatMap(({ writes }) => writes);
  const named = all.filter(({ name }) => name === at.symbol.name);
  const here = named.filter(
    ({ file, range }) => file === at.file && range.start.line === at.range.start.line,
  );
  const writes = [reaching, here, named].find((each) => each.length > 0) ?? [];
  const types = writes.map(({ type }) => type);
  // One that is not known may be anything.
  if (types.length === 0 || types.includes(undefined)) return undefined;
  return [...new Set(types)].join(' | ');
}

/** Nothing where it is surely there. */
function presenceWords(
  flow: AnalysedFlow,
  at: PlacedOccurrence,
  states: readonly ArtifactState[],
  t: Translate,
): string | undefined {
  if (at.role !== 'read' && at.role !== 'text') return undefined;
  const words = [];
  if (states.some(({ presence }) => presence === 'possibly')) {
    words.push(t('Some ways to here do not set it.'));
  } else if (states.some(({ presence }) => presence === 'usually')) {
    words.push(t('On the way to here it is set under a condition or in a loop.'));
  } else if (states.length === 0 && isNeverSet(flow, at)) {
    words.push(t('No way to here sets it.'));
  }
  if (states.some(({ merged }) => merged)) {
    words.push(t('It came through {0}.', inlineCode('merge_artifacts')));
  }
  return words.join(' ');
}

function isNeverSet(flow: AnalysedFlow, at: PlacedOccurrence): boolean {
  const step = artifactFlow(flow).steps.get(at.inside ?? '');
  return (
    step?.open === false &&
    step.reads.some(
      ({ file, range, state, guarded }) =>
        !state && !guarded && file === at.file && isSame(range.start, at.range.start),
    )
  );
}

function isSame(a: Asked['position'], b: Asked['position']): boolean {
  return a.line === b.line && a.character === b.character;
}

/** Links to the assignments that reach the place, else to all, each step once. */
function setWords({ found, asked }: Hovered, states: readonly ArtifactState[]): string | undefined {
  const { t } = asked;
  const reaching = states.flatMap(({ writes }) => writes);
  const links = new Map<string, string>();
  const add = (label: string, place: Parameters<typeof placeLink>[1]): void => {
    if (!links.has(label)) links.set(label, placeLink(label, place, asked));
  };
  for (const write of reaching) add(write.step ?? t('the class'), write);
  if (reaching.length === 0) {
    for (const place of givenPlaces(found)) add(place.inside ?? t('the class'), place);
  }
  return links.size > 0 ? t('Set in {0}', [...links.values()].join(', ')) : undefined;
}

function readWords(flow: AnalysedFlow, name: string, t: Translate): string | undefined {
  const { steps } = artifactFlow(flow);
  const readers = [...steps].filter(([, { reads }]) => reads.some((read) => read.name === name));
  const names = readers.map(([step]) => inlineCode(step));
  return names.length > 0 ? t('Read in {0}', names.join(', ')) : undefined;
}

interface LastValue {
  readonly step: string;
  readonly artifact: ArtifactFacts;
}

/** After the step that it stands in, else after one that set it, else after any. */
function valueNear(
  { artifacts = {} }: RunFacts,
  flow: AnalysedFlow,
  { symbol, inside }: PlacedOccurrence,
  states: readonly ArtifactState[],
): LastValue | undefined {
  const writers = states.flatMap(({ writes }) => writes.flatMap(({ step }) => step ?? []));
  const order = flow.description.steps.map(({ name }) => name);
  for (const step of [inside, ...writers, ...order]) {
    const known = step === undefined ? undefined : artifacts[step];
    const artifact = known && Object.hasOwn(known, symbol.name) ? known[symbol.name] : undefined;
    if (step !== undefined && artifact) return { step, artifact };
  }
  return undefined;
}

/** `after train, last time: ndarray (344, 7) [[0.1, …`, and the way to all of it. */
export function lastWords(
  { step, artifact }: LastValue,
  { run, flow, earlier }: RunFacts,
  name: string,
  t: Translate,
): string {
  const form = [artifact.type, artifact.shape].filter((each) => each !== undefined).join(' ');
  const items = artifact.items === undefined ? undefined : t('{0} items', artifact.items);
  const parts = [inlineCode(form), items].filter((each) => each !== undefined).join(', ');
  const preview = artifact.preview === undefined ? '' : ` ${inlineCode(artifact.preview)}`;
  const past = earlier?.[step];
  const when =
    past === undefined
      ? t('After {0} in the last run', inlineCode(step))
      : t('After {0} in the last run that came there', inlineCode(step));
  const target: ShowValueArguments = {
    root: run.root,
    flow,
    run: past ?? run.id,
    step,
    artifact: name,
  };
  return [
    `${when}: ${parts}${preview}`,
    commandLink(t('Show value'), LENS_COMMANDS.showValue, target),
  ].join('  \n');
}
