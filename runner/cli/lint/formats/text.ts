/** The report for people: by file, one finding a line with what to do below, then one line with all counts. */
import type { Severity } from '../../../flow/findings';
import type { Terminal } from '../../terminal';
import type { LintFinding, LintReport } from '../finding';
import { shownPath } from './paths';

const COLOURS = { error: 'red', warning: 'yellow', hint: 'dim' } as const;
const SEVERITIES: readonly Severity[] = ['error', 'warning', 'hint'];

export function asText(report: LintReport, cwd: string, style: Terminal['style']): string {
  const blocks = report.findings.map((finding, index) => {
    // A free line between files.
    const last = report.findings[index + 1]?.file !== finding.file;
    return `${line(finding, shownPath(finding.file, cwd), style)}${last ? '\n' : ''}`;
  });
  return `${fixLines(report, cwd, style)}${blocks.join('')}${verdict(report, style)}\n`;
}

function line(finding: LintFinding, file: string, style: Terminal['style']): string {
  const place = style('bold', `${file}:${finding.line}:${finding.column}`);
  const label = style(COLOURS[finding.severity], finding.severity);
  const remedy = finding.remedy === undefined ? '' : `    ${finding.remedy}\n`;
  return `${place} ${label} ${style('cyan', finding.code)} ${finding.message}\n${remedy}`;
}

function fixLines({ applied }: LintReport, cwd: string, style: Terminal['style']): string {
  const lines = applied.map(
    ({ file, code, title }) =>
      `${style('bold', shownPath(file, cwd))} ${style('green', 'fixed')} ${style('cyan', code)} ${title}\n`,
  );
  return lines.length === 0 ? '' : `${lines.join('')}\n`;
}

function verdict(
  { findings, applied, files, flows }: LintReport,
  style: Terminal['style'],
): string {
  const where = `${counted(flows, 'flow')} in ${counted(files, 'file')}`;
  const mended = applied.length === 0 ? '' : `, ${applied.length} fixed`;
  if (findings.length === 0) return `${style('green', '✓')} ${where}: nothing to say${mended}`;
  const counts = SEVERITIES.map((severity) => ({
    severity,
    count: findings.filter((finding) => finding.severity === severity).length,
  }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => style(COLOURS[severity], counted(count, severity)));
  const fixable = findings.filter((finding) => finding.fixable).length;
  const offer = fixable === 0 ? '' : ` (${fixable} can be mended with --fix)`;
  return `${where}: ${counts.join(', ')}${mended}${offer}`;
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
