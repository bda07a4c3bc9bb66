/** Which classes are there to be built upon: those need not be whole. */
import type { AnalysedFlow } from './analyse';

/** @param all the flows that are known, this one among them or not */
export function isOnlyBase(flow: AnalysedFlow, all: readonly AnalysedFlow[]): boolean {
  const { name, file } = flow.description;
  if (flow.instantiated) return false;
  return (
    flow.description.steps.length === 0 ||
    all.some((other) => other.bases.some((base) => base.name === name && base.file === file))
  );
}
