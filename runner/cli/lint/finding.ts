/** What `flowdeck lint` tells of one finding. Lines and columns from 1, columns in characters, the end excluded. */
import type { Severity } from '../../flow/findings';

export interface LintFinding {
  /** Absolute path. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly code: string;
  readonly severity: Severity;
  /** One sentence without a full stop. */
  readonly message: string;
  readonly remedy?: string;
  /** `--fix` would mend it. */
  readonly fixable: boolean;
}

/** Why a file, or a part of the settings, was passed over. */
export interface LintProblem {
  /** Absolute path. */
  readonly file: string;
  /** A sentence without a full stop. */
  readonly message: string;
}

/** A change that `--fix` made. */
export interface AppliedFix {
  /** Absolute path. */
  readonly file: string;
  /** Of what it mends. */
  readonly code: string;
  readonly title: string;
}

export interface LintReport {
  /** By file, then in the order of the text. */
  readonly findings: readonly LintFinding[];
  readonly problems: readonly LintProblem[];
  readonly applied: readonly AppliedFix[];
  /** How many were looked at. */
  readonly files: number;
  readonly flows: number;
}
