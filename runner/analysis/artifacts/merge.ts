/** `self.merge_artifacts(inputs, …)`: what a join takes over from its inputs. */
import type { MergeEffect } from '../effects';
import type { ArtifactState, ArtifactStates } from './model';
import { meetCells, stronger, weaker } from './state';

/** What comes from each branch; where a choice lies on it, what its ways have in common. */
export type Branches = readonly ArtifactStates[];

/** What the call takes over; what is set already stays as it is. */
export function mergedStates(
  before: ArtifactStates,
  effect: MergeEffect,
  branches: Branches,
): ArtifactStates {
  const names = new Set(branches.flatMap((states) => [...states.keys()]));
  const isSure = effect.include !== 'unknown' && effect.exclude !== 'unknown' && !effect.partial;
  const taken = new Map<string, ArtifactState>();
  for (const name of names) {
    if (!mayTake(name, effect)) continue;
    const state = fromBranches(name, branches);
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

/**
 * What is stored once a merge has taken something.
 * @param always the merge happens whenever the step runs
 */
export function storedAfter(
  stored: ArtifactStates,
  taken: ArtifactStates,
  before: ArtifactStates,
  always: boolean,
): ArtifactStates {
  const all = new Map(stored);
  for (const [name, state] of taken) {
    if (stored.has(name)) continue;
    // What the step may have set itself was perhaps not taken.
    const isSure = always && !before.has(name);
    all.set(name, isSure ? state : { ...state, presence: weaker(state.presence, 'usually') });
  }
  return all;
}

/** As sure as the surest branch has it. */
function fromBranches(name: string, branches: Branches): ArtifactState | undefined {
  const found = branches.flatMap((states) => states.get(name) ?? []);
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
