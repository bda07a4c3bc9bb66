/** `flowdeck lint` without its words and formats: which files, what the rules say, what was mended. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { PythonParser } from '../../analysis/source/parser';
import type { Severities } from '../../flow/severities';
import { FlowFiles, isIn } from '../../workspace/flowFiles';
import { MAX_BYTES } from '../../workspace/findFiles';
import type { Projects } from '../../workspace/projectSettings';
import { decodePython } from '../../workspace/pythonText';
import { applyFixes } from './applyFixes';
import type { AppliedFix, LintFinding, LintProblem, LintReport } from './finding';
import { Inspector, type Inspected } from './inspect';
import { placesOf } from './places';
import { targetsOf, type Targets } from './targets';

export interface LintRequest {
  /** Files and folders; none: the current folder. */
  readonly paths: readonly string[];
  readonly cwd: string;
  readonly fix: boolean;
  /** Over what projects say. */
  readonly severities: Severities;
}

/** A fix may bring another one to light, and two that touch wait for each other; what never settles ends here. */
const MAX_ROUNDS = 10;

/** @throws FlowdeckError `argument-path` */
export async function lint(request: LintRequest, parser: PythonParser): Promise<LintReport> {
  const targets = targetsOf(request.paths, request.cwd);
  const files = new FlowFiles(parser);
  files.modules.roots = targets.roots;
  files.severities = request.severities;
  const problems: LintProblem[] = [];
  files.onFault = (file, error) =>
    problems.push({
      file,
      message: `It could not be analysed, which is a fault of Flowdeck: ${String(error)}`,
    });
  const chosen = await chosenFiles(targets, files, problems);
  const inspector = new Inspector(files);
  const applied: AppliedFix[] = [];
  let { inspected, flows } = await inspector.inspect(chosen);
  for (let round = 0; request.fix && round < MAX_ROUNDS; round++) {
    const result = applyFixes(inspected, (file) => chosen.includes(file));
    problems.push(...result.problems);
    if (result.applied.length === 0) break;
    applied.push(...result.applied);
    files.filesChanged(result.applied.map(({ file }) => file));
    ({ inspected, flows } = await inspector.inspect(chosen));
  }
  return {
    findings: toFindings(inspected, files),
    problems: [...problems, ...projectProblems(files.projects, chosen)],
    applied,
    files: chosen.length,
    flows,
  };
}

/** Absolute paths, sorted: those that are named, and those of the folders that may hold flows. */
async function chosenFiles(
  targets: Targets,
  files: FlowFiles,
  problems: LintProblem[],
): Promise<string[]> {
  const chosen = targets.files.filter((file) => isReadable(file, problems));
  if (targets.folders.length > 0) {
    const inTargets = (file: string): boolean =>
      targets.folders.some((folder) => isIn(file, folder));
    const found = await files.search([...new Set([...targets.roots, ...targets.folders])]);
    chosen.push(...found.filter(inTargets).filter((file) => isReadable(file, problems)));
    for (const file of files.tooLong.filter(inTargets)) problems.push({ file, message: TOO_LONG });
    if (files.cutShort) problems.push({ file: targets.roots.join(', '), message: CUT_SHORT });
  }
  return [...new Set(chosen)].filter((file) => !files.projects.excludes(file)).sort();
}

const TOO_LONG = 'It is longer than 2 MB, and taken for data';
const CUT_SHORT = 'It holds more than 200,000 files and folders: the rest was not looked at';

/** Says why not. */
function isReadable(file: string, problems: LintProblem[]): boolean {
  if (!file.endsWith('.py')) {
    problems.push({ file, message: 'It is no Python file (.py)' });
    return false;
  }
  try {
    const bytes = readFileSync(file);
    if (bytes.length > MAX_BYTES) {
      problems.push({ file, message: TOO_LONG });
      return false;
    }
    const { valid, encoding } = decodePython(bytes);
    if (!valid)
      problems.push({ file, message: `Its bytes are not ${encoding}: Python refuses it` });
    return true;
  } catch (error) {
    problems.push({ file, message: error instanceof Error ? error.message : String(error) });
    return false;
  }
}

function projectProblems(projects: Projects, files: readonly string[]): LintProblem[] {
  const settings = new Set(files.map((file) => projects.of(path.dirname(file))));
  return [...settings].flatMap(({ folder, problems }) =>
    folder === undefined
      ? []
      : problems.map((message) => ({ file: path.join(folder, 'pyproject.toml'), message })),
  );
}

function toFindings(inspected: readonly Inspected[], files: FlowFiles): LintFinding[] {
  const lines = new Map<string, readonly string[]>();
  return inspected.map(({ finding, fix }) => {
    const { file, range, code, severity, message, remedy } = finding;
    const known = lines.get(file) ?? (files.modules.textOf(file) ?? '').split('\n');
    lines.set(file, known);
    return {
      file,
      ...placesOf(range, known),
      code,
      severity,
      message,
      ...(remedy === undefined ? {} : { remedy }),
      fixable: fix !== undefined,
    };
  });
}
