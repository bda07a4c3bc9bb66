/** What a join hands on: statements that fixes put before its `self.next`. */
import { artifactFlow } from '../artifacts/artifactFlow';
import type { FixContext } from './fix';
import { insertStatement } from './source';
import { selfOf, stepAt, type SourceStep } from './steps';
import type { FileEdit } from './fix';

export interface SourceJoin extends SourceStep {
  /** What it calls its inputs. */
  readonly inputs: string;
}

export function joinAt(name: string, context: FixContext): SourceJoin | undefined {
  const step = stepAt(name, context);
  const inputs = step?.place.model.parameters[1];
  return step && inputs !== undefined ? { ...step, inputs } : undefined;
}

/** Before its `self.next`; `undefined` while it has none. */
export function beforeNext(join: SourceJoin, statement: string): FileEdit | undefined {
  const next = join.place.nextRange;
  return next && insertStatement(join.source, next.start, statement);
}

/** Where to read an artifact from in a join: `inputs[0].model`, `inputs.train.model`. */
export function readsOf(
  join: SourceJoin,
  artifact: string,
  context: FixContext,
): readonly { readonly from?: string; readonly code: string }[] {
  const branches = artifactFlow(context.flow).steps.get(join.name)?.inputs;
  if (!branches) return [];
  if (branches.size === 1) return [{ code: `${join.inputs}[0].${artifact}` }];
  return [...branches].flatMap(([step, states]) =>
    states.has(artifact) ? [{ from: step, code: `${join.inputs}.${step}.${artifact}` }] : [],
  );
}

export function assignment(join: SourceJoin, artifact: string, code: string): string {
  return `${selfOf(join.place)}.${artifact} = ${code}`;
}
