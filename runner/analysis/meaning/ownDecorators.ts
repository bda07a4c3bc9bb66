/**
 * Decorators over a step or a flow: Metaflow's, and those that people write with `user_step_decorator`,
 * `UserStepDecorator`, `StepMutator` and `FlowMutator`.
 */
import { describeDecorator, KNOWN_DECORATORS } from '../../flow/decorators';
import type { DecoratorDescription } from '../../flow/description';
import type { CallModel, ModuleModel } from '../model';
import { meaningOf, metaflowName, type Meaning, type ResolveModule } from './names';

export interface DescribedDecorators {
  /** In the order in which Python applies them: the lowest first. */
  readonly decorators: readonly DecoratorDescription[];
  /** One of them may add or remove decorators and parameters when the file runs. */
  readonly dynamic: boolean;
}

/** What a class derives from to change flows and steps, and what only runs around a step. */
const MUTATORS = new Set(['StepMutator', 'FlowMutator']);
const OWN_BASES = new Set([...MUTATORS, 'UserStepDecorator']);

/** @param calls decorators that Metaflow sees, top to bottom; those that mean nothing here are left out */
export function describeDecorators(
  calls: readonly CallModel[],
  module: ModuleModel,
  resolve: ResolveModule,
): DescribedDecorators {
  const read = [...calls].reverse().map((call) => describeOne(call, module, resolve));
  return {
    decorators: read.flatMap(({ decorator }) => decorator ?? []),
    dynamic: read.some(({ dynamic }) => dynamic),
  };
}

interface Described {
  readonly decorator?: DecoratorDescription;
  readonly dynamic: boolean;
}

function describeOne(call: CallModel, module: ModuleModel, resolve: ResolveModule): Described {
  const meaning = meaningOf(call.callee, module, resolve);
  if (meaning?.kind === 'metaflow') {
    const decorator = describeDecorator(meaning.name, call.keywords);
    const isKnown = Object.hasOwn(KNOWN_DECORATORS, meaning.name);
    return { decorator, dynamic: call.splat || !isKnown };
  }
  const own = ownDecorator(meaning, resolve);
  // What a library brings may be anything.
  if (!own) return { dynamic: true };
  const decorator = { name: own.name, attributes: call.keywords };
  return { decorator, dynamic: own.mutates };
}

function ownDecorator(
  meaning: Meaning | undefined,
  resolve: ResolveModule,
): { readonly name: string; readonly mutates: boolean } | undefined {
  if (meaning?.kind === 'function') {
    const isMade = meaning.decorators.some(
      (call) => metaflowName(call.callee, meaning.module, resolve) === 'user_step_decorator',
    );
    return isMade ? { name: meaning.name, mutates: false } : undefined;
  }
  if (meaning?.kind !== 'class') return undefined;
  const bases = ownBases(meaning, resolve, new Set());
  return bases.size === 0
    ? undefined
    : { name: meaning.model.name, mutates: [...bases].some((base) => MUTATORS.has(base)) };
}

/** Which of Metaflow's classes for own decorators a class derives from. */
function ownBases(
  start: Extract<Meaning, { kind: 'class' }>,
  resolve: ResolveModule,
  seen: Set<unknown>,
): Set<string> {
  const found = new Set<string>();
  if (seen.has(start.model)) return found;
  seen.add(start.model);
  for (const name of start.model.bases) {
    const meaning = meaningOf(name, start.module, resolve);
    if (meaning?.kind === 'metaflow' && OWN_BASES.has(meaning.name)) found.add(meaning.name);
    if (meaning?.kind !== 'class') continue;
    for (const base of ownBases(meaning, resolve, seen)) found.add(base);
  }
  return found;
}
