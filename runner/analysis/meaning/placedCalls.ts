/** Decorators and parameters of a flow as calls in the text: what rules and fixes about their arguments ask. */
import { KNOWN_DECORATORS } from '../../flow/decorators';
import type { AnalysedFlow } from '../analyse';
import type { AssignmentModel, CallModel, FunctionModel } from '../model';
import { metaflowName } from './names';

export interface PlacedDecorator {
  /** Metaflow's name for it, however it was imported. */
  readonly name: string;
  readonly call: CallModel;
  /** Absolute path. */
  readonly file: string;
  /** Absent for one over a class. */
  readonly method?: FunctionModel;
  /** Where it stands; `outside`: the method has no @step. */
  readonly where: 'class' | 'above-step' | 'below-step' | 'outside';
  /** Other decorators of the method, or the class, which may do anything. */
  readonly besideUnknown: boolean;
}

/** Several rules ask for the same. */
const decorators = new WeakMap<AnalysedFlow, readonly PlacedDecorator[]>();
const parameters = new WeakMap<AnalysedFlow, readonly PlacedParameterCall[]>();

function once<T extends object>(
  known: WeakMap<AnalysedFlow, T>,
  flow: AnalysedFlow,
  compute: (flow: AnalysedFlow) => T,
): T {
  let found = known.get(flow);
  if (!found) known.set(flow, (found = compute(flow)));
  return found;
}

/** Metaflow's own decorators over the flow, its methods, and those of its bases; without `@step` itself. */
export function placedDecorators(flow: AnalysedFlow): readonly PlacedDecorator[] {
  return once(decorators, flow, findDecorators);
}

function findDecorators(flow: AnalysedFlow): PlacedDecorator[] {
  return flow.classes.flatMap(({ module, model }) => {
    const named = (calls: readonly CallModel[]): (string | undefined)[] =>
      calls.map((call) => metaflowName(call.callee, module, flow.resolve));
    const known = (
      calls: readonly CallModel[],
      whereOf: (at: number) => PlacedDecorator['where'],
      method?: FunctionModel,
    ): PlacedDecorator[] => {
      const names = named(calls);
      return calls.flatMap((call, at) => {
        const name = names[at];
        if (name === undefined || !Object.hasOwn(KNOWN_DECORATORS, name)) return [];
        const besideUnknown = names.some((each) => !isKnown(each));
        const place = { name, call, file: module.file, where: whereOf(at), besideUnknown };
        return [method ? { ...place, method } : place];
      });
    };
    const methods = model.members.flatMap((member) => {
      if (member.kind !== 'function') return [];
      const mark = named(member.decorators).indexOf('step');
      return known(
        member.decorators,
        (at) => (mark < 0 ? 'outside' : at < mark ? 'above-step' : 'below-step'),
        member,
      );
    });
    return [...known(model.decorators, () => 'class'), ...methods];
  });
}

function isKnown(name: string | undefined): boolean {
  return name === 'step' || (name !== undefined && Object.hasOwn(KNOWN_DECORATORS, name));
}

export interface PlacedParameterCall {
  readonly kind: 'Parameter' | 'IncludeFile' | 'Config';
  readonly member: AssignmentModel;
  readonly call: CallModel;
  /** Absolute path. */
  readonly file: string;
}

const KINDS: ReadonlySet<string> = new Set(['Parameter', 'IncludeFile', 'Config']);
const isKind = (name: string | undefined): name is PlacedParameterCall['kind'] =>
  name !== undefined && KINDS.has(name);

/** Those that count: what a nearer class defines under the name hides others. In the order of the text, bases first. */
export function placedParameters(flow: AnalysedFlow): readonly PlacedParameterCall[] {
  return once(parameters, flow, findParameters);
}

function findParameters(flow: AnalysedFlow): PlacedParameterCall[] {
  const found = new Map<string, PlacedParameterCall | undefined>();
  for (const { module, model } of flow.classes) {
    const own = new Map(model.members.map((member) => [member.name, member]));
    for (const [name, member] of own) {
      if (found.has(name)) continue;
      const call = member.kind === 'assignment' ? member.call : undefined;
      const kind = call && metaflowName(call.callee, module, flow.resolve);
      const placed =
        member.kind === 'assignment' && call && isKind(kind)
          ? { kind, member, call, file: module.file }
          : undefined;
      found.set(name, placed);
    }
  }
  return [...found.values()].flatMap((each) => each ?? []);
}
