/** The door of the rules: everything that is wrong with a flow, as far as its text tells, with its place. */
import { checkFlow } from '../flow/rules';
import type { AnalysedFlow } from './analyse';
import { isIgnored } from './ignoring';
import type { Range } from './positions';
import { checkText } from './rules';
import type { RelatedPlace, TextFinding } from './rules/rule';

export type { RelatedPlace };

/** In a file, at a place. */
export interface PlacedFinding extends TextFinding {
  readonly file: string;
  readonly range: Range;
}

const memory = new WeakMap<AnalysedFlow, readonly PlacedFinding[]>();

/**
 * What is wrong with a flow, in the order of the text, without what a comment there asks to ignore. While a step cannot be
 * parsed, what it leads to is unknown, so that nothing is said about it nor about the graph as a whole. What a step of
 * another file does is told at the class's name.
 */
export function findingsOf(flow: AnalysedFlow): readonly PlacedFinding[] {
  const known = memory.get(flow);
  if (known) return known;
  const found = check(flow);
  memory.set(flow, found);
  return found;
}

function check(flow: AnalysedFlow): readonly PlacedFinding[] {
  const inText = [...flow.findings, ...checkText(flow)];
  const all: TextFinding[] = [...checkFlow(flow.description, flow.unknown), ...inText];
  const explained = new Set(inText.flatMap(({ code, step }) => (SAYS_NEXT.has(code) ? step : [])));
  const broken = new Set([...flow.steps].filter(([, step]) => step.broken).map(([name]) => name));
  return all
    .filter((finding) => {
      if (finding.code === 'missing-next' && explained.has(finding.step)) return false;
      if (broken.size === 0) return true;
      return !GRAPH_WIDE.has(finding.code) && !broken.has(finding.step ?? '');
    })
    .map((finding) => ({
      ...finding,
      file: flow.description.file,
      range: placeOf(finding, flow),
    }))
    .filter((finding) => !isIgnored(finding, flow))
    .sort(byPlace);
}

/** They tell why a `self.next` does not count: it is not also missing. */
const SAYS_NEXT = new Set([
  'invalid-next',
  'code-after-next',
  'conditional-next',
  'repeated-next',
  'step-arguments',
]);

const GRAPH_WIDE = new Set([
  'unreachable-step',
  'unjoined-split',
  'incomplete-join',
  'missing-inputs',
  'join-without-split',
  'unrelated-join',
]);

/** Its own place, the name in `self.next`, the whole `self.next`, the step's name or the class's. */
function placeOf(finding: TextFinding, flow: AnalysedFlow): Range {
  const place = finding.step === undefined ? undefined : flow.steps.get(finding.step);
  if ((finding.file ?? place?.file) !== flow.description.file) return flow.nameRange;
  if (finding.range) return finding.range;
  if (!place) return flow.nameRange;
  if (finding.target !== undefined) {
    const target = place.targets.find((each) => each.name === finding.target);
    return target?.range ?? place.nextRange ?? place.nameRange;
  }
  return (ABOUT_NEXT.has(finding.code) ? place.nextRange : undefined) ?? place.nameRange;
}

const ABOUT_NEXT = new Set([
  'invalid-next',
  'end-with-next',
  'foreach-into-several',
  'switch-cases',
]);

function byPlace({ range: one }: PlacedFinding, { range: other }: PlacedFinding): number {
  return one.start.line - other.start.line || one.start.character - other.start.character;
}
