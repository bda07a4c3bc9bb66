/** The order in which Python looks through a class and its bases, and whether FlowSpec is among them. */
import type { ClassModel, ModuleModel } from './model';
import { meaningOf, type ResolveModule } from './names';

export interface PlacedClass {
  readonly module: ModuleModel;
  readonly model: ClassModel;
}

/** The class first, then its bases as in Python's `__mro__`; only classes whose source is known. `undefined`: no flow. */
export function flowBases(start: PlacedClass, resolve: ResolveModule): PlacedClass[] | undefined {
  const walk = linearized(start, resolve, new Set());
  return walk.isFlow ? walk.order : undefined;
}

interface Linearized {
  readonly order: PlacedClass[];
  readonly isFlow: boolean;
}

function linearized(
  start: PlacedClass,
  resolve: ResolveModule,
  open: ReadonlySet<ClassModel>,
): Linearized {
  if (open.has(start.model)) return { order: [], isFlow: false };
  const inside = new Set([...open, start.model]);
  const bases: PlacedClass[] = [];
  const orders: PlacedClass[][] = [];
  let isFlow = false;
  for (const name of start.model.bases) {
    const meaning = meaningOf(name, start.module, resolve);
    if (meaning?.kind === 'metaflow') isFlow ||= meaning.name === 'FlowSpec';
    if (meaning?.kind !== 'class') continue;
    const base = { module: meaning.module, model: meaning.model };
    const inner = linearized(base, resolve, inside);
    isFlow ||= inner.isFlow;
    bases.push(base);
    orders.push(inner.order);
  }
  return { order: [start, ...merge([...orders, bases])], isFlow };
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
