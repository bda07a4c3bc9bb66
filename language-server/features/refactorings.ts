/** Changes to a flow, as LSP's code actions: only where they apply, so that the light bulb means something. */
import type { CodeAction, CodeActionContext, Range } from 'vscode-languageserver';
import type { AnalysedFlow } from '../../runner/analysis/analyse';
import { applied, definitionOf } from '../../runner/analysis/refactor/applied';
import { refactoringsAt, type Refactoring } from '../../runner/analysis/refactor/index';
import type { Translate } from '../../runner/drawing/words';
import type { AskedDocument } from '../asked';
import { workspaceEdit } from '../edits';
import { EDIT_COMMANDS, type RenameHereArguments } from '../protocol';

export const REFACTORING_KINDS = {
  'extract-step': 'refactor.extract.flowdeck.step',
  'add-step': 'refactor.rewrite.flowdeck.addStep',
  'split-into-foreach': 'refactor.rewrite.flowdeck.foreach',
  decorate: 'refactor.rewrite.flowdeck.decorate',
} as const satisfies { readonly [kind in Refactoring['kind']]: string };

/** What is refused is told to those who ask for refactorings, not to everybody who selects a line. */
export function refactorings(
  asked: AskedDocument,
  range: Range,
  context: CodeActionContext,
): CodeAction[] {
  const flow = flowAround(asked.flows, asked.path, range);
  if (!flow) return [];
  const { module, text, parser, family } = asked;
  return refactoringsAt({ flow, module, text, range, parser, family })
    .filter((each) => isWanted(each, context))
    .map((each) => codeAction(each, asked));
}

/** Of flows that share a step, the first one. */
function flowAround(
  flows: readonly AnalysedFlow[],
  file: string,
  { start }: Range,
): AnalysedFlow | undefined {
  return flows.find((flow) =>
    [...flow.steps.values()].some(
      (place) =>
        place.file === file &&
        place.range.start.line <= start.line &&
        start.line <= place.range.end.line,
    ),
  );
}

function isWanted(refactoring: Refactoring, { only }: CodeActionContext): boolean {
  const kind = REFACTORING_KINDS[refactoring.kind];
  const asksFor = only?.some((each) => each === kind || kind.startsWith(`${each}.`));
  return asksFor ?? (only === undefined && !('refused' in refactoring));
}

function codeAction(refactoring: Refactoring, asked: AskedDocument): CodeAction {
  const action = {
    title: titleOf(refactoring, asked.t),
    kind: REFACTORING_KINDS[refactoring.kind],
  };
  if ('refused' in refactoring) return { ...action, disabled: { reason: refactoring.refused } };
  const { edits, named } = refactoring;
  const own = edits.filter((edit) => edit.file === asked.path);
  const position = named === undefined ? undefined : definitionOf(named, applied(asked.text, own));
  const edit = workspaceEdit(edits, (file) =>
    file === asked.path ? asked.uri : asked.uriOf(file),
  );
  if (!position) return { ...action, edit };
  const place: RenameHereArguments = { uri: asked.uri, position };
  const command = {
    title: asked.t('Rename the step'),
    command: EDIT_COMMANDS.renameHere,
    arguments: [place],
  };
  return { ...action, edit, command };
}

function titleOf(refactoring: Refactoring, t: Translate): string {
  switch (refactoring.kind) {
    case 'add-step':
      return t('Add a step after “{0}”', refactoring.step);
    case 'extract-step':
      return t('Extract to a new step');
    case 'split-into-foreach':
      return t('Run the loop as a foreach: one task for each item');
    case 'decorate':
      return t('Add {0} to the step', refactoring.decorator);
  }
}
