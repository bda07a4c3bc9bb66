/** What is known of all artifacts at one point of a way through the code, and how such knowledge is combined. */
import type { ArtifactState, ArtifactStates, ArtifactWrite, Presence } from './model';

/** A way through the code, up to where the interpreter is. Never changed in place, so that arms can begin from one. */
export interface Way {
  readonly states: ArtifactStates;
  /** More may exist than the text shows. */
  readonly open: boolean;
  /** `self.next` has been called. */
  readonly left: boolean;
  /** Every run of the body that ends well comes here. */
  readonly certain: boolean;
}

const RANK: { readonly [presence in Presence]: number } = { surely: 2, usually: 1, possibly: 0 };

export function weaker(a: Presence, b: Presence): Presence {
  return RANK[a] < RANK[b] ? a : b;
}

export function stronger(a: Presence, b: Presence): Presence {
  return RANK[a] < RANK[b] ? b : a;
}

/** How sure an artifact is where some ways have it like this; `whole`: all of them. */
type Meeting = (found: readonly Presence[], whole: boolean) => Presence;

/** Ways through the graph: the run takes one of them, and what that one lacks is not there. */
export const alongGraph: Meeting = (found, whole) => (whole ? found.reduce(weaker) : 'possibly');

/** Ways through the code of one step: where one of them sets it, the step usually does. */
const inCode: Meeting = (found, whole) =>
  whole && found.every((each) => each === 'surely')
    ? 'surely'
    : weaker(found.reduce(stronger), 'usually');

/** What holds where several ways meet. */
export function meetStates(all: readonly ArtifactStates[], meeting: Meeting): ArtifactStates {
  const [first, ...rest] = all;
  if (!first) return new Map();
  // Most ways bring the same, and of what differs most is the same.
  const others = rest.filter((each) => each !== first);
  if (others.length === 0) return first;
  const differing = new Set<string>();
  for (const each of others) {
    for (const [name, state] of each) if (first.get(name) !== state) differing.add(name);
    for (const name of first.keys()) if (!each.has(name)) differing.add(name);
  }
  const met = new Map(first);
  for (const name of differing) {
    const found = all.flatMap((each) => each.get(name) ?? []);
    const state = meetCells(found);
    if (!state) continue;
    const presences = found.map((each) => each.presence);
    const presence = meeting(presences, found.length === all.length);
    met.set(name, presence === state.presence ? state : { ...state, presence });
  }
  return met;
}

/** The weakest presence with all that may have been written. */
export function meetCells(cells: readonly ArtifactState[]): ArtifactState | undefined {
  const [first, ...others] = cells;
  if (!first || others.every((each) => each === first)) return first;
  let { presence, merged } = first;
  const writes = new Set<ArtifactWrite>(first.writes);
  for (const other of others) {
    presence = weaker(presence, other.presence);
    merged ||= other.merged;
    for (const write of other.writes) writes.add(write);
  }
  return { presence, merged, writes: [...writes] };
}

/** Where ways of one body meet; those that ended (`undefined`) do not count. */
export function meetWays(ways: readonly (Way | undefined)[]): Way | undefined {
  const going = ways.filter((way) => way !== undefined);
  const [first, ...others] = going;
  if (!first || others.length === 0) return first;
  return {
    states: meetStates(
      going.map((way) => way.states),
      inCode,
    ),
    open: going.some((way) => way.open),
    left: going.some((way) => way.left),
    certain: going.every((way) => way.certain),
  };
}

export function withState(way: Way, name: string, state: ArtifactState): Way {
  return { ...way, states: new Map(way.states).set(name, state) };
}

/** Whether nothing more can be learnt from going round once more. */
export function sameStates(a: ArtifactStates, b: ArtifactStates): boolean {
  if (a === b) return true;
  if (a.size !== b.size) return false;
  for (const [name, state] of a) {
    const other = b.get(name);
    if (!other || !sameState(state, other)) return false;
  }
  return true;
}

function sameState(a: ArtifactState, b: ArtifactState): boolean {
  if (a === b) return true;
  if (a.presence !== b.presence || a.merged !== b.merged) return false;
  if (a.writes.length !== b.writes.length) return false;
  return a.writes.every((write) => b.writes.includes(write));
}
