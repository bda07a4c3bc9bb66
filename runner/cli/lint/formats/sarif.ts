/** SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/): what code scanning services take. */
import { pathToFileURL } from 'node:url';
import type { Severity } from '../../../flow/findings';
import type { LintFinding, LintReport } from '../finding';
import { shownPath } from './paths';

const LEVELS: { readonly [severity in Severity]: string } = {
  error: 'error',
  warning: 'warning',
  hint: 'note',
};
const HOME = 'https://github.com/flowdeck/flowdeck';
const ROOT = 'SRCROOT';

export function asSarif({ findings }: LintReport, cwd: string, version: string): string {
  const codes = [...new Set(findings.map(({ code }) => code))].sort();
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Flowdeck',
            version,
            informationUri: HOME,
            rules: codes.map((id) => ({ id, helpUri: `${HOME}/blob/main/docs/rules.md` })),
          },
        },
        columnKind: 'unicodeCodePoints',
        originalUriBaseIds: { [ROOT]: { uri: `${pathToFileURL(cwd).toString()}/` } },
        results: findings.map((finding) => resultOf(finding, codes.indexOf(finding.code), cwd)),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function resultOf(finding: LintFinding, ruleIndex: number, cwd: string) {
  const { code, severity, message, remedy, line, column, endLine, endColumn } = finding;
  return {
    ruleId: code,
    ruleIndex,
    level: LEVELS[severity],
    message: { text: remedy === undefined ? `${message}.` : `${message}. ${remedy}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: artifactOf(finding.file, cwd),
          region: { startLine: line, startColumn: column, endLine, endColumn },
        },
      },
    ],
  };
}

/** Relative to where the command was called, so that it fits another checkout. */
function artifactOf(file: string, cwd: string): { uri: string; uriBaseId?: string } {
  const shown = shownPath(file, cwd);
  if (shown === file.replaceAll('\\', '/')) return { uri: pathToFileURL(file).toString() };
  return { uri: shown.split('/').map(encodeURIComponent).join('/'), uriBaseId: ROOT };
}
