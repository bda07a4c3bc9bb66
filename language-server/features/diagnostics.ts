/** What the rules find, as LSP's diagnostics. Syntax errors are others' business. */
import { DiagnosticSeverity, type Diagnostic } from 'vscode-languageserver';
import type { AnalysedFlow } from '../../runner/analysis/analyse';
import { findingsOf } from '../../runner/analysis/check';
import type { Severity } from '../../runner/flow/findings';

const SEVERITIES: { readonly [severity in Severity]: DiagnosticSeverity } = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  hint: DiagnosticSeverity.Hint,
};

export function diagnostics(flows: readonly AnalysedFlow[]): Diagnostic[] {
  return flows.flatMap((flow) =>
    findingsOf(flow).map((finding) => ({
      range: finding.range,
      severity: SEVERITIES[finding.severity],
      source: 'Flowdeck',
      code: finding.code,
      message: finding.remedy ? `${finding.message}. ${finding.remedy}` : `${finding.message}.`,
    })),
  );
}
