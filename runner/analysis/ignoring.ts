/** Which findings the text itself asks not to be told of: `# flowdeck: ignore[code]`. */
import type { AnalysedFlow } from './analyse';
import type { PlacedFinding } from './check';
import type { IgnoredCodes } from './model';
import type { Range } from './positions';

/**
 * The comment stands at the end of the line where the finding begins; for what is said at the name of a step or of the class,
 * at any line of its head, decorators included.
 */
export function isIgnored(finding: PlacedFinding, flow: AnalysedFlow): boolean {
  return heads(finding, flow).some(({ file, first, last }) => {
    const ignores = ignoresOf(file, flow);
    if (!ignores || ignores.size === 0) return false;
    for (let row = first; row <= last; row++) {
      if (covers(ignores.get(row), finding.code)) return true;
    }
    return false;
  });
}

function covers(ignored: IgnoredCodes | undefined, code: string): boolean {
  return ignored === 'all' || (ignored?.has(code) ?? false);
}

interface Rows {
  readonly file: string;
  readonly first: number;
  readonly last: number;
}

function heads(finding: PlacedFinding, flow: AnalysedFlow): Rows[] {
  const row = finding.range.start.line;
  const own = { file: finding.file, first: row, last: row };
  const step = finding.step === undefined ? undefined : flow.steps.get(finding.step);
  // What another file does is said at the class, but the comment may stand where it is done.
  if (step && isAt(finding.range, step.nameRange, finding.file === step.file)) {
    return [own, headOf(step.file, step.range, step.nameRange)];
  }
  if (!isAt(finding.range, flow.nameRange, finding.file === flow.description.file)) return [own];
  const inBase = step ? [headOf(step.file, step.range, step.nameRange)] : [];
  return [own, headOf(flow.description.file, flow.range, flow.nameRange), ...inBase];
}

function isAt(range: Range, name: Range, sameFile: boolean): boolean {
  return (
    sameFile &&
    range.start.line === name.start.line &&
    range.start.character === name.start.character
  );
}

function headOf(file: string, range: Range, name: Range): Rows {
  return { file, first: range.start.line, last: name.end.line };
}

function ignoresOf(
  file: string,
  flow: AnalysedFlow,
): ReadonlyMap<number, IgnoredCodes> | undefined {
  return flow.classes.find(({ module }) => module.file === file)?.module.ignores;
}
