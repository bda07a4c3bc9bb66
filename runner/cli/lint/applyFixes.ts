/** Writes fixes into files: those that do not touch each other at once, the others in the next round. */
import { readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { FileEdit } from '../../analysis/fixes';
import type { Position } from '../../analysis/positions';
import { decodePython } from '../../workspace/pythonText';
import type { AppliedFix, LintProblem } from './finding';
import type { Inspected } from './inspect';

export interface Applied {
  readonly applied: readonly AppliedFix[];
  readonly problems: readonly LintProblem[];
}

/**
 * One round: each file is written once. A fix is carried out whole or not at all.
 *
 * @param allowed whether a file may be changed
 */
export function applyFixes(
  inspected: readonly Inspected[],
  allowed: (file: string) => boolean,
): Applied {
  const chosen: { readonly fix: AppliedFix; readonly edits: readonly FileEdit[] }[] = [];
  const taken: FileEdit[] = [];
  for (const { finding, fix } of inspected) {
    if (!fix || !fix.edits.every(({ file }) => allowed(file))) continue;
    if (fix.edits.some((edit) => taken.some((other) => meet(edit, other)))) continue;
    taken.push(...fix.edits);
    chosen.push({
      fix: { file: finding.file, code: finding.code, title: fix.title },
      edits: fix.edits,
    });
  }
  const problems: LintProblem[] = [];
  const failed = new Set<string>();
  for (const [file, edits] of byFile(taken)) {
    const message = rewrite(file, edits);
    if (message === undefined) continue;
    problems.push({ file, message });
    failed.add(file);
  }
  const applied = chosen
    .filter(({ edits }) => !edits.some(({ file }) => failed.has(file)))
    .map(({ fix }) => fix);
  return { applied, problems };
}

function byFile(edits: readonly FileEdit[]): Map<string, FileEdit[]> {
  const files = new Map<string, FileEdit[]>();
  for (const edit of edits) files.set(edit.file, [...(files.get(edit.file) ?? []), edit]);
  return files;
}

/** Edits at the same place have an order that nobody told: they count as touching. */
function meet(a: FileEdit, b: FileEdit): boolean {
  if (a.file !== b.file) return false;
  return compare(a.range.start, b.range.end) <= 0 && compare(b.range.start, a.range.end) <= 0;
}

function compare(a: Position, b: Position): number {
  return a.line - b.line || a.character - b.character;
}

/** What went wrong, if anything. */
function rewrite(file: string, edits: readonly FileEdit[]): string | undefined {
  try {
    const { text, encoding, encode } = decodePython(readFileSync(file));
    if (encode(text)?.equals(readFileSync(file)) !== true) {
      return `It was not changed: its encoding (${encoding}) cannot be written back as it was`;
    }
    const bytes = encode(editedText(text, edits));
    if (!bytes)
      return `It was not changed: the fix cannot be written in its encoding (${encoding})`;
    replace(file, bytes);
    return undefined;
  } catch (error) {
    return `It was not changed: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** A link stays a link, and permissions stay as they are. */
function replace(file: string, bytes: Buffer): void {
  const real = realpathSync(file);
  const temporary = `${real}.${process.pid}.flowdeck`;
  try {
    writeFileSync(temporary, bytes, { mode: statSync(real).mode, flag: 'wx' });
    renameSync(temporary, real);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** @param edits that do not overlap; new lines in them end as the text's first one does */
export function editedText(text: string, edits: readonly FileEdit[]): string {
  const starts = lineStarts(text);
  const newline = /\r?\n/.exec(text)?.[0] ?? '\n';
  const offset = ({ line, character }: Position): number =>
    Math.min((starts[line] ?? text.length) + character, text.length);
  let result = text;
  for (const edit of [...edits].sort((a, b) => compare(b.range.start, a.range.start))) {
    const inserted = edit.newText.replaceAll(/\r?\n/g, newline);
    result = `${result.slice(0, offset(edit.range.start))}${inserted}${result.slice(offset(edit.range.end))}`;
  }
  return result;
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
