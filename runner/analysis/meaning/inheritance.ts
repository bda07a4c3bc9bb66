/** The order in which Python looks through a class and its bases, and whether FlowSpec is among them. */
import type { ClassModel, ModuleModel } from '../model';
import { meaningOf, type ResolveModule } from './names';

export interface PlacedClass {
  readonly module: ModuleModel;
  readonly model: ClassModel;
}

export interface FlowBases {
  /** The class first, then its bases as in Python's `__mro__`; only classes whose source is known. */
  readonly order: readonly PlacedClass[];
  /** A base comes from a library or is computed: what it brings is not known. */
  readonly unknownBase: boolean;
}

/** `undefined`: no flow. */
export function flowBases(start: PlacedClass, resolve: ResolveModule): FlowBases | undefined {
  const { isFlow, order, unknownBase } = linearized(start, resolve, new Set(), new Map());
  return isFlow ? { order, unknownBase } : undefined;
}

interface Linearized {
  readonly order: PlacedClass[];
  readonly isFlow: boolean;
  readonly unknownBase: boolean;
}

/** Modules whose classes bring no steps. */
const WITHOUT_STEPS = /^(abc|collections|dataclasses|enum|typing|typing_extensions)(\.|$)/;

function bringsNothing(name: string, module: ModuleModel): boolean {
  const [first = ''] = name.split('.');
  const imported = module.imports.get(first);
  return imported ? WITHOUT_STEPS.test(imported.module) : name === 'object';
}

/** @param known what was found out on the way: bases that meet again and again are looked at once */
function linearized(
  start: PlacedClass,
  resolve: ResolveModule,
  open: ReadonlySet<ClassModel>,
  known: Map<ClassModel, Linearized>,
): Linearized {
  const before = known.get(start.model);
  if (before) return before;
  if (open.has(start.model)) return { order: [], isFlow: false, unknownBase: false };
  const inside = new Set([...open, start.model]);
  const bases: PlacedClass[] = [];
  const orders: PlacedClass[][] = [];
  let isFlow = false;
  let unknownBase = false;
  for (const name of start.model.bases) {
    const meaning = meaningOf(name, start.module, resolve);
    if (meaning?.kind === 'metaflow') isFlow ||= meaning.name === 'FlowSpec';
    if (meaning?.kind !== 'class') {
      unknownBase ||= meaning?.kind !== 'metaflow' && !bringsNothing(name, start.module);
      continue;
    }
    const base = { module: meaning.module, model: meaning.model };
    const inner = linearized(base, resolve, inside, known);
    isFlow ||= inner.isFlow;
    unknownBase ||= inner.unknownBase;
    bases.push(base);
    orders.push(inner.order);
  }
  const result = { order: [start, ...merge([...orders, bases])], isFlow, unknownBase };
  known.set(start.model, result);
  return result;
}

/** Python's C3 merge; where no order is consistent (Python refuses then) the first one that comes is taken. */
function merge(sequences: readonly PlacedClass[][]): PlacedClass[] {
  const merged: PlacedClass[] = [];
  let rest = sequences.filter((each) => each.length > 0);
  while (rest.length > 0) {
    const heads = rest.flatMap((each) => each[0] ?? []);
    const inTail = (head: PlacedClass): boolean =>
      rest.some((each) => each.slice(1).some((other) => other.model === head.model));
    const next = heads.find((head) => !inTail(head)) ?? heads[0];
    if (!next) break;
    merged.push(next);
    rest = rest
      .map((each) => each.filter((other) => other.model !== next.model))
      .filter((each) => each.length > 0);
  }
  return merged;
}
