/** `self.merge_artifacts(inputs, …)`: what a join takes over from its inputs. */
import type { MergeEffect } from '../effects';
import type { ArtifactState, ArtifactStates } from './model';
import { meetCells, stronger, weaker, type Way } from './state';

export type Inputs = ReadonlyMap<string, ArtifactStates>;

/** What is set already stays as it is. */
export function afterMerge(way: Way, effect: MergeEffect, inputs: Inputs): Way {
  const taken = mergedStates(way.states, effect, inputs);
  return { ...way, states: new Map([...way.states, ...taken]) };
}

/** What the call takes over. */
export function mergedStates(
  before: ArtifactStates,
  effect: MergeEffect,
  inputs: Inputs,
): ArtifactStates {
  const names = new Set([...inputs.values()].flatMap((states) => [...states.keys()]));
  const isSure = effect.include !== 'unknown' && effect.exclude !== 'unknown' && !effect.partial;
  const taken = new Map<string, ArtifactState>();
  for (const name of names) {
    if (!mayTake(name, effect)) continue;
    const state = fromInputs(name, inputs);
    const own = before.get(name);
    if (!state || own?.presence === 'surely') continue;
    // Metaflow refuses to go on when a name that is asked for comes from nowhere.
    const isAsked = Array.isArray(effect.include) && effect.include.includes(name);
    const presence = isAsked
      ? 'surely'
      : isSure
        ? state.presence
        : weaker(state.presence, 'usually');
    taken.set(name, own ? both(own, { ...state, presence }) : { ...state, presence });
  }
  return taken;
}

/** Its lists let the name through. */
export function mayTake(name: string, { include, exclude }: MergeEffect): boolean {
  if (Array.isArray(include) && include.length > 0 && !include.includes(name)) return false;
  return !(Array.isArray(exclude) && exclude.includes(name));
}

/** As sure as the surest input has it. */
function fromInputs(name: string, inputs: Inputs): ArtifactState | undefined {
  const found = [...inputs.values()].flatMap((states) => states.get(name) ?? []);
  const met = meetCells(found);
  if (!met) return undefined;
  const presence = found.map((state) => state.presence).reduce(stronger);
  return { ...met, presence, merged: true };
}

/** Set on some ways before, and merged on the others. */
function both(own: ArtifactState, merged: ArtifactState): ArtifactState {
  const met = meetCells([own, merged]) ?? merged;
  return { ...met, presence: stronger(own.presence, merged.presence) };
}
