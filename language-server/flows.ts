/** Flows as the protocol tells of them. Pure. */
import type { AnalysedFlow } from '../runner/analysis/analyse';
import type { Finding } from '../runner/flow/findings';
import type { FlowSummary, Range, StaticFlow } from './protocol';

export function summaryOf(flow: AnalysedFlow, uri: string): FlowSummary {
  return {
    uri,
    name: flow.description.name,
    range: flow.nameRange,
    steps: flow.description.steps.flatMap(({ name }) => {
      const range = ownRange(flow, name);
      return range ? [{ name, range }] : [];
    }),
  };
}

/** @param findings what is wrong with it, as loud as it is wanted */
export function staticFlowOf(
  flow: AnalysedFlow,
  uri: string,
  findings: readonly Finding[],
): StaticFlow {
  const ranges = flow.description.steps.flatMap(({ name }) => {
    const range = ownRange(flow, name);
    return range ? [[name, range] as const] : [];
  });
  return {
    uri,
    description: flow.description,
    range: flow.nameRange,
    stepRanges: Object.fromEntries(ranges),
    findings,
  };
}

/** The place of a step's name; of the class's, for steps that another file defines. */
export function ownRange(flow: AnalysedFlow, step: string): Range | undefined {
  const place = flow.steps.get(step);
  if (!place) return undefined;
  return place.file === flow.description.file ? place.nameRange : flow.nameRange;
}

/** The one that the guard runs, else the last one that no other flow of the file builds on. */
export function mainFlow(flows: readonly AnalysedFlow[]): AnalysedFlow | undefined {
  const extended = new Set(flows.flatMap((flow) => flow.bases.map((base) => base.name)));
  return (
    flows.findLast((flow) => flow.instantiated) ??
    flows.findLast((flow) => !extended.has(flow.description.name)) ??
    flows.at(-1)
  );
}
