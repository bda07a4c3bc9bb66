/** What mends a finding, as LSP's quick fixes; and all that surely does, as one action on the whole file. */
import {
  CodeActionKind,
  type CodeAction,
  type CodeActionContext,
  type Diagnostic,
  type Range,
} from 'vscode-languageserver';
import type { AnalysedFlow } from '../../runner/analysis/analyse';
import type { PlacedFinding } from '../../runner/analysis/check';
import { fixesOf, type FileEdit, type Fix } from '../../runner/analysis/fixes';
import type { AskedDocument } from '../asked';
import { workspaceEdit } from '../edits';

export const FIX_ALL = `${CodeActionKind.SourceFixAll}.flowdeck`;

/** Of the findings that the editor shows at the place, and in answer to a question for source actions, all at once. */
export function quickFixes(
  asked: AskedDocument,
  range: Range,
  context: CodeActionContext,
): CodeAction[] {
  const wants = (kind: string): boolean =>
    context.only?.some((each) => each === kind || kind.startsWith(`${each}.`)) ?? false;
  return [
    ...(context.only === undefined || wants(CodeActionKind.QuickFix)
      ? fixesAt(asked, range, context.diagnostics)
      : []),
    ...(wants(FIX_ALL) ? fixAll(asked) : []),
  ];
}

function fixesAt(asked: AskedDocument, range: Range, shown: readonly Diagnostic[]): CodeAction[] {
  const found = asked.flows.flatMap((flow) =>
    asked.findings(flow).flatMap((finding) => {
      const diagnostic = shown.find((each) => isOf(each, finding));
      return diagnostic && meets(range, finding.range) ? [{ flow, finding, diagnostic }] : [];
    }),
  );
  const actions = new Map<string, { fix: Fix; action: CodeAction }>();
  for (const { flow, finding, diagnostic } of found) {
    for (const [index, fix] of fixesOf(finding, contextOf(flow, asked)).entries()) {
      const action = actionOf(fix, asked, diagnostic, index === 0);
      // Two flows may share the finding, and two findings the fix.
      const key = JSON.stringify([action.title, action.edit]);
      if (!actions.has(key)) actions.set(key, { fix, action });
    }
  }
  // What only hides a finding comes last.
  return [...actions.values()]
    .sort((a, b) => Number(a.fix.hides ?? false) - Number(b.fix.hides ?? false))
    .map(({ action }) => action);
}

function isOf(diagnostic: Diagnostic, { code, range }: PlacedFinding): boolean {
  const { start } = diagnostic.range;
  return (
    diagnostic.code === code &&
    start.line === range.start.line &&
    start.character === range.start.character
  );
}

function meets(one: Range, other: Range): boolean {
  return one.start.line <= other.end.line && other.start.line <= one.end.line;
}

function contextOf(
  flow: AnalysedFlow,
  asked: AskedDocument,
): { flow: AnalysedFlow; textOf: AskedDocument['textOf'] } {
  return {
    flow,
    textOf: (file) => (file === asked.path ? asked.text : asked.textOf(file)),
  };
}

function actionOf(
  fix: Fix,
  asked: AskedDocument,
  diagnostic: Diagnostic,
  isFirst: boolean,
): CodeAction {
  return {
    title: fix.title,
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnostic],
    edit: editOf(fix.edits, asked),
    ...(isFirst && fix.hides !== true ? { isPreferred: true } : {}),
  };
}

function editOf(edits: readonly FileEdit[], asked: AskedDocument): CodeAction['edit'] & object {
  return workspaceEdit(edits, (file) => (file === asked.path ? asked.uri : asked.uriOf(file)));
}

/** Those that touch each other wait for the next time. */
function fixAll(asked: AskedDocument): CodeAction[] {
  const taken: FileEdit[] = [];
  for (const flow of asked.flows) {
    for (const finding of asked.findings(flow)) {
      const fix = fixesOf(finding, contextOf(flow, asked)).find(({ safe }) => safe);
      if (!fix || fix.edits.some((edit) => taken.some((other) => touch(edit, other)))) continue;
      taken.push(...fix.edits);
    }
  }
  if (taken.length === 0) return [];
  const title = asked.t('Fix what Flowdeck can mend by itself');
  return [{ title, kind: FIX_ALL, edit: editOf(taken, asked) }];
}

function touch(one: FileEdit, other: FileEdit): boolean {
  if (one.file !== other.file) return false;
  return !isBefore(one.range, other.range) && !isBefore(other.range, one.range);
}

function isBefore({ end }: Range, { start }: Range): boolean {
  return end.line < start.line || (end.line === start.line && end.character < start.character);
}
