/** Workflow commands of GitHub Actions: each finding becomes a remark at its line of the pull request. */
import type { Severity } from '../../../flow/findings';
import type { LintFinding, LintReport } from '../finding';
import { shownPath } from './paths';

const COMMANDS: { readonly [severity in Severity]: string } = {
  error: 'error',
  warning: 'warning',
  hint: 'notice',
};

export function asGithub({ findings }: LintReport, cwd: string): string {
  return findings.map((finding) => `${command(finding, shownPath(finding.file, cwd))}\n`).join('');
}

/** https://docs.github.com/actions/reference/workflow-commands-for-github-actions; columns count only within one line. */
function command(finding: LintFinding, file: string): string {
  const { line, column, endLine, endColumn, code, message, remedy } = finding;
  const columns = line === endLine ? { col: column, endColumn } : {};
  const properties = Object.entries({ file, line, endLine, ...columns, title: `Flowdeck: ${code}` })
    .map(([name, value]) => `${name}=${escapedProperty(String(value))}`)
    .join(',');
  const text = remedy === undefined ? `${message}.` : `${message}. ${remedy}`;
  return `::${COMMANDS[finding.severity]} ${properties}::${escaped(text)}`;
}

function escaped(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapedProperty(text: string): string {
  return escaped(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
