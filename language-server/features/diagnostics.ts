/** What the graph rules find, at the place in the text. Syntax errors are others' business. */
import { DiagnosticSeverity, type Diagnostic } from 'vscode-languageserver';
import type { AnalysedFlow } from '../../runner/analysis/analyse';
import type { PlacedFinding } from '../../runner/analysis/rules/rule';
import type { Severity } from '../../runner/flow/findings';
import { findingsOf, ownRange } from '../flows';
import type { Range } from '../protocol';

const SEVERITIES: { readonly [severity in Severity]: DiagnosticSeverity } = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  hint: DiagnosticSeverity.Hint,
};

export function diagnostics(flows: readonly AnalysedFlow[]): Diagnostic[] {
  return flows.flatMap((flow) =>
    findingsOf(flow).map((finding) => ({
      range: placeOf(finding, flow),
      severity: SEVERITIES[finding.severity],
      source: 'Flowdeck',
      code: finding.code,
      message: finding.remedy ? `${finding.message}. ${finding.remedy}` : `${finding.message}.`,
    })),
  );
}

/** The name in `self.next`, the whole `self.next`, the step's name or the class's. */
function placeOf(finding: PlacedFinding, flow: AnalysedFlow): Range {
  const place = finding.step === undefined ? undefined : flow.steps.get(finding.step);
  if (finding.step === undefined || place?.file !== flow.description.file) return flow.nameRange;
  if (finding.range) return finding.range;
  if (finding.target !== undefined) {
    const target = place.targets.find((each) => each.name === finding.target);
    return target?.range ?? place.nextRange ?? place.nameRange;
  }
  const aboutNext = ABOUT_NEXT.has(finding.code) ? place.nextRange : undefined;
  return aboutNext ?? ownRange(flow, finding.step) ?? flow.nameRange;
}

const ABOUT_NEXT = new Set([
  'invalid-next',
  'end-with-next',
  'foreach-into-several',
  'switch-cases',
]);
