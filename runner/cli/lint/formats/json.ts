/** The report for programs: docs/cli-json.md says what the fields mean. */
import type { LintReport } from '../finding';
import { shownPath } from './paths';

export function asJson({ findings }: LintReport, cwd: string): string {
  const list = findings.map((finding) => ({ ...finding, file: shownPath(finding.file, cwd) }));
  return `${JSON.stringify(list, undefined, 2)}\n`;
}
