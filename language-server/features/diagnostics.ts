/** What the rules find, as LSP's diagnostics. Syntax errors are others' business. */
import { DiagnosticSeverity, type Diagnostic } from 'vscode-languageserver';
import type { AnalysedFlow } from '../../runner/analysis/analyse';
import { findingsOf, type PlacedFinding } from '../../runner/analysis/check';
import type { Severity } from '../../runner/flow/findings';

const SEVERITIES: { readonly [severity in Severity]: DiagnosticSeverity } = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  hint: DiagnosticSeverity.Hint,
};

/** @param judged what is wrong with a flow, as loud as it is wanted */
export function diagnostics(
  flows: readonly AnalysedFlow[],
  judged: (flow: AnalysedFlow) => readonly PlacedFinding[] = findingsOf,
): Diagnostic[] {
  return flows.flatMap((flow) =>
    judged(flow).map((finding) => ({
      range: finding.range,
      severity: SEVERITIES[finding.severity],
      source: 'Flowdeck',
      code: finding.code,
      message: finding.remedy ? `${finding.message}. ${finding.remedy}` : `${finding.message}.`,
    })),
  );
}
