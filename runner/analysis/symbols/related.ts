/**
 * One symbol across flows. Flows that share a class share what that class names: a step of a base class is a step of every
 * flow that builds on it. What two heirs of one base each call `x` is one thing only if the base names it, too.
 */
import type { AnalysedFlow } from '../analyse';
import type { ClassModel } from '../model';
import type { Position } from '../positions';
import { mentionsOf } from './mentions';
import type { FlowSymbol } from './model';
import { occurrenceAt, occurrencesOf, type PlacedOccurrence } from './occurrences';

export interface FoundSymbol {
  readonly symbol: FlowSymbol;
  /** What stands at the place that was asked for. */
  readonly at: PlacedOccurrence;
  /** The flows in which it stands there; at least one. */
  readonly here: readonly AnalysedFlow[];
  /** Those, and all others that have the same symbol. */
  readonly flows: readonly AnalysedFlow[];
}

/** @param family flows that may share classes, those of the file first */
export function symbolAt(
  family: readonly AnalysedFlow[],
  file: string,
  position: Position,
): FoundSymbol | undefined {
  const here = family.filter((flow) => occurrenceAt(flow, file, position));
  const [first] = here;
  const at = first && occurrenceAt(first, file, position);
  if (!at) return undefined;
  const { symbol, owner } = at;
  return { symbol, at, here, flows: sharing(family, symbol.name, owner.model) };
}

/** The flows that a name connects, by classes that mention it. */
function sharing(
  family: readonly AnalysedFlow[],
  name: string,
  start: ClassModel,
): readonly AnalysedFlow[] {
  const mentioning = new Map(
    family.map((flow) => [flow, flow.classes.map(({ model }) => model).filter(mentions(name))]),
  );
  const reached = new Set([start]);
  const flows = new Set<AnalysedFlow>();
  for (let before = -1; before !== flows.size;) {
    before = flows.size;
    for (const [flow, classes] of mentioning) {
      if (flows.has(flow) || !classes.some((each) => reached.has(each))) continue;
      flows.add(flow);
      for (const each of classes) reached.add(each);
    }
  }
  return [...flows];
}

function mentions(name: string): (model: ClassModel) => boolean {
  return (model) => mentionsOf(model).some((mention) => mention.name === name);
}

/** Everywhere, each place once. */
export function placesOf({ symbol, flows }: Pick<FoundSymbol, 'symbol' | 'flows'>) {
  const places = new Map<string, PlacedOccurrence>();
  for (const flow of flows) {
    for (const each of occurrencesOf(flow)) {
      const { start } = each.range;
      const key = `${each.file}\0${start.line}:${start.character}`;
      if (each.symbol.name === symbol.name && !places.has(key)) places.set(key, each);
    }
  }
  return [...places.values()];
}
