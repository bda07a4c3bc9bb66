/** After `inputs.`, and after one of the inputs of a join. */
import { CompletionItemKind } from 'vscode-languageserver';
import type { ArtifactState, ArtifactStates } from '../../../runner/analysis/artifacts/model';
import { predecessors } from '../../../runner/flow/graph';
import { inputAliases } from '../../../runner/analysis/cursor/aliases';
import type { InputSource } from '../../../runner/analysis/effects';
import { stateOffers } from './artifacts';
import { artifactsHere, type Here } from './here';
import type { Offer } from './offer';

/** @param object what stands before the dot */
export function attributesOfInputs(object: string, here: Here): Offer[] | undefined {
  const { inputs } = here;
  if (inputs === undefined) return undefined;
  if (object === inputs) return branches(here);
  const source = sourceOf(object, inputs, here);
  const states = source && statesOf(source, here);
  return states && stateOffers(states, here);
}

/** A foreach has no branches to name: its inputs are of one step. */
function branches({ flow, step, asked: { t } }: Here): Offer[] {
  const before = (flow && step && predecessors(flow.description).get(step.name)) ?? [];
  if (before.length < 2) return [];
  return before.map((name) => ({
    label: name,
    kind: CompletionItemKind.Variable,
    origin: t('branch'),
    text: flow?.description.steps.find((each) => each.name === name)?.doc ?? '',
  }));
}

function sourceOf(
  object: string,
  inputs: string,
  { asked, cursor }: Here,
): InputSource | undefined {
  if (object === `${inputs}[]`) return { kind: 'one' };
  const step = object.startsWith(`${inputs}.`) ? object.slice(inputs.length + 1) : undefined;
  if (step !== undefined) return /^\w+$/.test(step) ? { kind: 'step', step } : undefined;
  const { method } = cursor.scope;
  if (!method || !/^\w+$/.test(object)) return undefined;
  return inputAliases(asked.text.slice(method.start, method.end), inputs).get(object);
}

/** Of one that may be any of them: what some have, and surely what all have. */
function statesOf(source: InputSource, here: Here): ArtifactStates | undefined {
  const inputs = artifactsHere(here)?.inputs;
  if (!inputs) return undefined;
  if (source.kind === 'step') return inputs.get(source.step);
  const [first = new Map<string, ArtifactState>(), ...others] = inputs.values();
  return others.reduce(together, first);
}

function together(a: ArtifactStates, b: ArtifactStates): ArtifactStates {
  const all = new Map<string, ArtifactState>();
  for (const name of new Set([...a.keys(), ...b.keys()])) {
    const both = [a.get(name), b.get(name)].flatMap((state) => state ?? []);
    const [one, other] = both;
    if (!one) continue;
    const isSure = other !== undefined && both.every(({ presence }) => presence !== 'possibly');
    const writes = [...new Set(both.flatMap((state) => state.writes))];
    all.set(name, { ...one, writes, presence: isSure ? one.presence : 'possibly' });
  }
  return all;
}
