/** Where a flow names its steps, artifacts and parameters: in its own class and in those that it builds on. */
import type { AnalysedFlow } from '../analyse';
import type { PlacedClass } from '../meaning/inheritance';
import type { Position, Range } from '../positions';
import { mentionsOf, type Mention } from './mentions';
import type { Occurrence, Role, SymbolKind } from './model';
import { OF_EVERY_FLOW } from './names';

/** An occurrence with the class that it stands in. */
export interface PlacedOccurrence extends Occurrence {
  readonly owner: PlacedClass;
  /** `super().name(…)`: the method of the next class is meant. */
  readonly next?: true;
}

const KNOWN = new WeakMap<AnalysedFlow, readonly PlacedOccurrence[]>();

/** In the order of the text, file by file, the flow's own first. */
export function occurrencesOf(flow: AnalysedFlow): readonly PlacedOccurrence[] {
  let occurrences = KNOWN.get(flow);
  if (!occurrences) {
    occurrences = readFlow(flow);
    KNOWN.set(flow, occurrences);
  }
  return occurrences;
}

/** What stands at a place; the end of a name counts, so that a cursor behind it finds it. */
export function occurrenceAt(
  flow: AnalysedFlow,
  file: string,
  position: Position,
): PlacedOccurrence | undefined {
  return occurrencesOf(flow).find((each) => each.file === file && holds(each.range, position));
}

/** Whether the place is in the name or right behind it; names stand on one line. */
export function holds({ start, end }: Range, { line, character }: Position): boolean {
  return line === start.line && character >= start.character && character <= end.character;
}

/** What each name stands for in a flow; other methods, and what every flow has, are left out. */
export function symbolKinds(flow: AnalysedFlow): (name: string) => SymbolKind | undefined {
  const steps = new Set(flow.description.steps.map(({ name }) => name));
  const parameters = new Set(flow.description.parameters.map(({ attribute }) => attribute));
  const methods = methodsOf(flow);
  return (name) => {
    if (steps.has(name)) return 'step';
    if (parameters.has(name)) return 'parameter';
    return methods.has(name) || OF_EVERY_FLOW.has(name) ? undefined : 'artifact';
  };
}

/** Methods and properties; of several definitions the nearest class's counts. */
export function methodsOf(flow: AnalysedFlow): ReadonlySet<string> {
  const nearest = new Map<string, boolean>();
  for (const { model } of [...flow.classes].reverse()) {
    for (const { name, kind } of model.members) nearest.set(name, kind === 'function');
  }
  return new Set([...nearest].filter(([, isMethod]) => isMethod).map(([name]) => name));
}

function readFlow(flow: AnalysedFlow): PlacedOccurrence[] {
  const all = flow.classes.flatMap((owner) =>
    mentionsOf(owner.model).map((mention) => ({ owner, mention })),
  );
  const kindOf = symbolKinds(flow);
  const joins = new Set(
    flow.description.steps.filter((step) => step.takesInputs).map(({ name }) => name),
  );
  const given = new Set(
    all.filter(({ mention }) => gives(mention)).map((each) => each.mention.name),
  );
  return all
    .flatMap(({ owner, mention }) => {
      const kind = kindOf(mention.name);
      if (!kind || (mention.by === 'inputs' && !takesInputs(mention, joins))) return [];
      const isKnown = kind !== 'artifact' || given.has(mention.name);
      if (!isKnown && mayBeOther(mention, flow)) return [];
      return [occurrence(mention, kind, owner)];
    })
    .sort(byPlace(flow));
}

/** What nothing sets may be a method or a property of a class that is not at hand, and a target may be a misspelt step. */
function mayBeOther({ name, by, role }: Mention, { unknown }: AnalysedFlow): boolean {
  const isNoName = name.startsWith('_') || by === 'call' || role === 'transition';
  return isNoName || unknown.steps || unknown.decorators;
}

function gives({ role }: Mention): boolean {
  return role === 'write' || role === 'definition';
}

/** Only what a join is given are inputs; a method that calls its argument so surely means them. */
function takesInputs({ method }: Mention, joins: ReadonlySet<string>): boolean {
  return method !== undefined && (joins.has(method.name) || method.parameters[1] === 'inputs');
}

function occurrence(mention: Mention, kind: SymbolKind, owner: PlacedClass): PlacedOccurrence {
  const { name, range, method, by } = mention;
  return {
    symbol: { kind, name },
    role: roleOf(mention, kind),
    file: owner.module.file,
    range,
    owner,
    ...(method ? { inside: method.name } : {}),
    ...(by === 'super' ? { next: true } : {}),
  };
}

function roleOf({ role }: Mention, kind: SymbolKind): Role {
  if (role === 'transition' && kind !== 'step') return 'read';
  return role === 'input' && kind !== 'step' ? 'read' : role;
}

function byPlace(flow: AnalysedFlow): (a: PlacedOccurrence, b: PlacedOccurrence) => number {
  const files = [...new Set(flow.classes.map(({ module }) => module.file))];
  return (a, b) => {
    const [one, other] = [a.range.start, b.range.start];
    return (
      files.indexOf(a.file) - files.indexOf(b.file) ||
      one.line - other.line ||
      one.character - other.character
    );
  };
}
