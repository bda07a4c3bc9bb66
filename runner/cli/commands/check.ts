/** `flowdeck check`: what the graph rules find in a flow that Python has loaded. */
import { formatPlace } from '../../errors';
import type { FlowDescription } from '../../flow/description';
import type { Finding } from '../../flow/findings';
import { stepOf } from '../../flow/graph';
import { checkFlow } from '../../flow/rules/index';
import { describeFlow, type DescribeOptions } from '../describe';
import { EXIT } from '../failure';
import type { Terminal } from '../terminal';

export interface CheckOptions extends DescribeOptions {
  readonly json?: boolean;
}

/** 0 without errors (warnings and hints do not count), 1 with. */
export async function checkCommand(
  file: string,
  options: CheckOptions,
  terminal: Terminal,
): Promise<number> {
  const { description } = await describeFlow(file, options);
  const findings = checkFlow(description);
  if (options.json === true) {
    const placed = findings.map((finding) => ({ ...finding, ...placeOf(finding, description) }));
    terminal.out(
      `${JSON.stringify({ flow: description.name, file: description.file, findings: placed }, undefined, 2)}\n`,
    );
  } else {
    terminal.out(report(description, findings, terminal));
  }
  return findings.some(({ severity }) => severity === 'error') ? EXIT.failed : EXIT.ok;
}

const COLOURS = { error: 'red', warning: 'yellow', hint: 'dim' } as const;

function report(
  description: FlowDescription,
  findings: readonly Finding[],
  terminal: Terminal,
): string {
  const lines = findings.map((finding) => {
    const place = formatPlace(placeOf(finding, description));
    const label = terminal.style(COLOURS[finding.severity], `${finding.severity}[${finding.code}]`);
    const remedy = finding.remedy === undefined ? '' : `  ${finding.remedy}\n`;
    return `${label}: ${finding.message}\n  at ${place}\n${remedy}`;
  });
  const steps = `${description.steps.length} ${description.steps.length === 1 ? 'step' : 'steps'}`;
  const verdict =
    findings.length === 0
      ? `${terminal.style('green', '✓')} ${description.name}: ${steps}, nothing wrong with the graph`
      : `${description.name}: ${steps}, ${countText(findings)}`;
  return `${lines.join('')}${verdict}\n`;
}

function countText(findings: readonly Finding[]): string {
  return (['error', 'warning', 'hint'] as const)
    .map((severity) => ({
      severity,
      count: findings.filter((finding) => finding.severity === severity).length,
    }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => `${count} ${severity}${count === 1 ? '' : 's'}`)
    .join(', ');
}

function placeOf(finding: Finding, description: FlowDescription): { file: string; line?: number } {
  const step = finding.step === undefined ? undefined : stepOf(description, finding.step);
  return step ? { file: step.sourceFile, line: step.line } : { file: description.file };
}
