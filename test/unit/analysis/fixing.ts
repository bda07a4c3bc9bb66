/** Findings of Python snippets, and the snippets with a fix applied. */
import type { AnalysedFlow } from '../../../runner/analysis/analyse';
import { findingsOf, type PlacedFinding } from '../../../runner/analysis/check';
import { fixesOf, type FileEdit, type Fix } from '../../../runner/analysis/fixes';
import type { Position } from '../../../runner/analysis/positions';
import type { PythonParser } from '../../../runner/analysis/source/parser';
import { analyse } from './snippet';

const FILE = '/flows/test.py';

export function findingsIn(parser: PythonParser, text: string): PlacedFinding[] {
  return analyse(parser, text).flatMap((flow) => [...findingsOf(flow)]);
}

export interface Fixable {
  readonly finding: PlacedFinding;
  readonly fixes: readonly Fix[];
}

/** Every finding of a snippet with what mends it. */
export function fixable(parser: PythonParser, text: string): Fixable[] {
  const textOf = (file: string): string | undefined => (file === FILE ? text : undefined);
  const of = (flow: AnalysedFlow): Fixable[] =>
    findingsOf(flow).map((finding) => ({ finding, fixes: fixesOf(finding, { flow, textOf }) }));
  return analyse(parser, text).flatMap(of);
}

/** The text with the edits made, which must not overlap. */
export function applied(text: string, edits: readonly FileEdit[]): string {
  const offset = ({ line, character }: Position): number => {
    const lines = text.split('\n');
    return lines.slice(0, line).join('\n').length + (line > 0 ? 1 : 0) + character;
  };
  const placed = edits
    .map((edit) => ({ ...edit, from: offset(edit.range.start), to: offset(edit.range.end) }))
    .sort((a, b) => a.from - b.from || a.to - b.to);
  let result = '';
  let at = 0;
  for (const { from, to, newText } of placed) {
    if (from < at) throw new Error(`edits overlap at ${from}`);
    result += text.slice(at, from) + newText;
    at = to;
  }
  return result + text.slice(at);
}
