/** `flowdeck lint`: what the editor would say about flows, in a terminal or for other programs. Runs nothing of theirs. */
import { FlowdeckError } from '../../errors';
import { isLevel, LEVELS, type Severities } from '../../flow/severities';
import { EXIT } from '../failure';
import type { LintReport } from '../lint/finding';
import { asGithub } from '../lint/formats/github';
import { asJson } from '../lint/formats/json';
import { shownPath } from '../lint/formats/paths';
import { asSarif } from '../lint/formats/sarif';
import { asText } from '../lint/formats/text';
import { lint } from '../lint/lint';
import { bundledParser } from '../lint/parser';
import type { Terminal } from '../terminal';

declare const FLOWDECK_VERSION: string;

export interface LintOptions {
  readonly fix?: boolean;
  readonly json?: boolean;
  readonly sarif?: boolean;
  readonly github?: boolean;
  /** Warnings fail too. */
  readonly strict?: boolean;
  /** `code=level`, each. */
  readonly severity?: readonly string[];
}

/** 0 without errors (with `--strict`: without warnings, too), 1 with. */
export async function lintCommand(
  paths: readonly string[],
  options: LintOptions,
  terminal: Terminal,
): Promise<number> {
  const cwd = process.cwd();
  const severities = severitiesOf(options.severity ?? []);
  const request = { paths, cwd, fix: options.fix === true, severities };
  const report = await lint(request, await bundledParser());
  for (const { file, message } of report.problems) {
    terminal.err(
      `${terminal.errStyle('yellow', 'warning:')} ${shownPath(file, cwd)}: ${message}\n`,
    );
  }
  terminal.out(formatted(report, options, cwd, terminal));
  const failing = options.strict === true ? ['error', 'warning'] : ['error'];
  return report.findings.some(({ severity }) => failing.includes(severity)) ? EXIT.failed : EXIT.ok;
}

function formatted(
  report: LintReport,
  options: LintOptions,
  cwd: string,
  terminal: Terminal,
): string {
  if (options.json === true) return asJson(report, cwd);
  if (options.sarif === true) return asSarif(report, cwd, FLOWDECK_VERSION);
  if (options.github === true) return asGithub(report, cwd);
  return asText(report, cwd, terminal.style);
}

/** @throws FlowdeckError `argument-severity` */
function severitiesOf(given: readonly string[]): Severities {
  return Object.fromEntries(
    given.map((word) => {
      const [code = '', level] = word.split('=', 2);
      if (code !== '' && isLevel(level)) return [code, level];
      throw new FlowdeckError({
        code: 'argument-severity',
        message: `--severity ${word} is not of the form code=level`,
        remedy: `The levels are ${LEVELS.join(', ')}.`,
      });
    }),
  );
}
