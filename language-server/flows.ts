/** Flows as the protocol tells of them. Pure. */
import type { AnalysedFlow } from '../runner/analysis/analyse';
import { findingsOf } from '../runner/analysis/check';
import type { Finding } from '../runner/flow/findings';
import type { FlowSummary, Range, StaticFlow } from './protocol';

/** @param findings what is wrong with it, as loud as it is wanted */
export function summaryOf(
  flow: AnalysedFlow,
  uri: string,
  findings: readonly Finding[] = findingsOf(flow),
): FlowSummary {
  return {
    uri,
    name: flow.description.name,
    range: flow.nameRange,
    steps: flow.description.steps.flatMap(({ name }) => {
      const range = ownRange(flow, name);
      return range ? [{ name, range }] : [];
    }),
    errors: findings.filter((finding) => finding.severity === 'error').length,
  };
}

export function staticFlowOf(flow: AnalysedFlow, uri: string): StaticFlow {
  const ranges = flow.description.steps.flatMap(({ name }) => {
    const range = ownRange(flow, name);
    return range ? [[name, range] as const] : [];
  });
  return {
    uri,
    description: flow.description,
    range: flow.nameRange,
    stepRanges: Object.fromEntries(ranges),
    findings: findingsOf(flow),
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
