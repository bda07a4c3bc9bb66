/** What a flow's class and its bases define: which methods a name means, and which attributes are no artifacts. */
import type { AnalysedFlow } from '../analyse';
import type { FunctionModel, MemberModel } from '../model';
import type { PlacedClass } from '../meaning/inheritance';
import { OF_EVERY_FLOW } from '../symbols/names';

export interface PlacedMember {
  readonly member: MemberModel;
  readonly place: PlacedClass;
  /** Of its class in the order in which Python looks through them. */
  readonly index: number;
}

export interface Members {
  /** @param from the classes before this one are passed over: what `super()` finds */
  readonly find: (name: string, from?: number) => PlacedMember | undefined;
  /** The name is of the class or of every flow: no artifact, or one that a step cannot set. */
  readonly defines: (name: string) => boolean;
}

export function membersOf(flow: AnalysedFlow): Members {
  const tables = flow.classes.map((place, index) => {
    const members = new Map<string, PlacedMember>();
    for (const member of place.model.members) members.set(member.name, { member, place, index });
    return members;
  });
  const find = (name: string, from = 0): PlacedMember | undefined => {
    for (const table of tables.slice(from)) {
      const found = table.get(name);
      if (found) return found;
    }
    return undefined;
  };
  return { find, defines: (name) => OF_EVERY_FLOW.has(name) || find(name) !== undefined };
}

/** How Python treats a method of the class. */
export type MethodUse =
  /** Its body runs when it is called. */
  | 'plain'
  /** Its body runs when it is read. */
  | 'property'
  /** It has no `self`. */
  | 'static'
  /** A decorator decides whether and when its body runs. */
  | 'decorated';

const USES: { readonly [callee: string]: MethodUse } = {
  property: 'property',
  cached_property: 'property',
  'functools.cached_property': 'property',
  staticmethod: 'static',
  classmethod: 'static',
};

export function useOf(method: FunctionModel, isStep: boolean): MethodUse {
  const [only, ...others] = method.decorators;
  if (!only || isStep) return 'plain';
  const uses = method.decorators.map(({ callee }) =>
    Object.hasOwn(USES, callee) ? USES[callee] : undefined,
  );
  if (uses.includes('static')) return 'static';
  if (uses.includes('property') || only.callee.endsWith('.setter')) return 'property';
  return others.length === 0 ? (uses[0] ?? 'decorated') : 'decorated';
}
