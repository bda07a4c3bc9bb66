/** Where a name leads: a step's method, a parameter, the assignments that give an artifact its value at that place. */
import type { AnalysedFlow } from '../analyse';
import { artifactFlow } from '../artifacts/artifactFlow';
import type { ArtifactState, ArtifactWrite } from '../artifacts/model';
import type { Range } from '../positions';
import type { Place } from './model';
import type { PlacedOccurrence } from './occurrences';
import { placesOf, type FoundSymbol } from './related';

/** Nothing where nothing is known: others may know more. */
export function definitionsOf(found: FoundSymbol): Place[] {
  const { at, symbol, here } = found;
  if (at.next) return distinct(here.flatMap((flow) => nextMethod(flow, at)));
  if (at.role === 'definition') return [at];
  if (symbol.kind === 'step') {
    return distinct(here.flatMap((flow) => stepPlace(flow, symbol.name) ?? []));
  }
  if (symbol.kind === 'parameter') {
    return distinct(here.flatMap((flow) => member(flow, symbol.name) ?? []));
  }
  if (at.role === 'write') return [at];
  const reaching = distinct(here.flatMap((flow) => statesAt(flow, at)).flatMap(writesOf));
  return reaching.length > 0 ? reaching : givenPlaces(found);
}

/** What is known of an artifact right where it is named; several, where a method is part of several steps. */
export function statesAt(flow: AnalysedFlow, at: PlacedOccurrence): ArtifactState[] {
  const { steps } = artifactFlow(flow);
  const states: ArtifactState[] = [];
  for (const { reads } of steps.values()) {
    for (const read of reads) {
      if (read.state && read.file === at.file && sameStart(read.range, at.range)) {
        states.push(read.state);
      }
    }
  }
  if (states.length > 0 || at.inside === undefined) return states;
  // In quotes, for what happens when the step has ended: `foreach='items'`.
  const { leaving } = steps.get(at.inside) ?? {};
  const state = at.role === 'read' ? undefined : leaving?.get(at.symbol.name);
  return state ? [state] : [];
}

/** Everywhere that an artifact is assigned, or that the class defines it. */
export function givenPlaces(found: Pick<FoundSymbol, 'symbol' | 'flows'>): PlacedOccurrence[] {
  return placesOf(found).filter(({ role }) => role === 'write' || role === 'definition');
}

function writesOf(state: ArtifactState): readonly ArtifactWrite[] {
  return state.writes;
}

function stepPlace(flow: AnalysedFlow, name: string): Place | undefined {
  const place = flow.steps.get(name);
  return place && { file: place.file, range: place.nameRange };
}

/** As Python looks it up: of the nearest class. */
function member(flow: AnalysedFlow, name: string, from = 0): Place | undefined {
  for (const { model, module } of flow.classes.slice(from)) {
    const found = model.members.findLast((each) => each.name === name);
    if (found) return { file: module.file, range: found.nameRange };
  }
  return undefined;
}

function nextMethod(flow: AnalysedFlow, { owner, symbol }: PlacedOccurrence): Place[] {
  const own = flow.classes.findIndex(({ model }) => model === owner.model);
  const found = own < 0 ? undefined : member(flow, symbol.name, own + 1);
  return found ? [found] : [];
}

export function distinct(places: readonly Place[]): Place[] {
  const seen = new Map<string, Place>();
  for (const { file, range } of places) {
    const key = `${file}\0${range.start.line}:${range.start.character}`;
    if (!seen.has(key)) seen.set(key, { file, range });
  }
  return [...seen.values()];
}

function sameStart(a: Range, b: Range): boolean {
  return a.start.line === b.start.line && a.start.character === b.start.character;
}
