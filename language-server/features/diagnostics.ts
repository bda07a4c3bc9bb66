/** What the rules find, as LSP's diagnostics. Syntax errors are others' business. */
import {
  DiagnosticSeverity,
  DiagnosticTag,
  type Diagnostic,
  type DiagnosticRelatedInformation,
} from 'vscode-languageserver';
import type { AnalysedFlow } from '../../runner/analysis/analyse';
import { findingsOf, type PlacedFinding } from '../../runner/analysis/check';
import type { Severity } from '../../runner/flow/findings';
import { ruleAddress } from '../../runner/flow/ruleAddress';
import { uriOf as fileUri } from '../uris';

const SEVERITIES: { readonly [severity in Severity]: DiagnosticSeverity } = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  hint: DiagnosticSeverity.Hint,
};

/**
 * Each once: what stands in a class that two flows build on is found in both.
 *
 * @param judged what is wrong with a flow, as loud as it is wanted
 */
export function diagnostics(
  flows: readonly AnalysedFlow[],
  judged: (flow: AnalysedFlow) => readonly PlacedFinding[] = findingsOf,
  uriOf: (file: string) => string = fileUri,
): Diagnostic[] {
  const found = new Map<string, Diagnostic>();
  for (const finding of flows.flatMap(judged)) {
    const diagnostic = diagnosticOf(finding, uriOf);
    const { code, range, message } = finding;
    const key = JSON.stringify([code, range, message]);
    if (!found.has(key)) found.set(key, diagnostic);
  }
  return [...found.values()];
}

function diagnosticOf(finding: PlacedFinding, uriOf: (file: string) => string): Diagnostic {
  const { code, range, severity, message, remedy, related, faded } = finding;
  return {
    range,
    severity: SEVERITIES[severity],
    source: 'Flowdeck',
    code,
    codeDescription: { href: ruleAddress(code) },
    message: remedy ? `${message}. ${remedy}` : `${message}.`,
    ...(faded ? { tags: [DiagnosticTag.Unnecessary] } : {}),
    ...(related && related.length > 0
      ? { relatedInformation: related.map((each) => informationOf(each, uriOf)) }
      : {}),
  };
}

function informationOf(
  { file, range, message }: NonNullable<PlacedFinding['related']>[number],
  uriOf: (file: string) => string,
): DiagnosticRelatedInformation {
  return { location: { uri: uriOf(file), range }, message };
}
