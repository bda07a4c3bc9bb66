/** The text of a step that is not there yet. */
import type { TextEdit } from 'vscode-languageserver';
import type { AnalysedFlow } from '../../../runner/analysis/analyse';
import { positionAt } from '../../../runner/analysis/cursor/offsets';
import { metaflowReference, newlineOf } from '../../../runner/analysis/refactor/addImport';
import type { FlowDescription, StepDescription } from '../../../runner/flow/description';
import { openSplits, stepOf } from '../../../runner/flow/graph';
import type { Here } from './here';

const JOIN_NAMES = /join|merge|gather|collect|combine|reduce/;

/** Whether a step of that name, after this one, brings branches together. */
export function isJoinName(name: string, flow: AnalysedFlow, after: string): boolean {
  const inside = (openSplits(flow.description).get(after)?.length ?? 0) > 0;
  return inside && JOIN_NAMES.test(name);
}

/** Whether the steps that name a missing one are branches of one split, or it is called as joins are. */
export function joinsThere(name: string, sources: readonly string[], flow: AnalysedFlow): boolean {
  const open = openSplits(flow.description);
  const frames = sources.flatMap((source) => open.get(source)?.at(-1) ?? []);
  const [first, ...others] = frames;
  const meet = others.some(
    (frame) => frame.split === first?.split && frame.branch !== first.branch,
  );
  return meet || sources.some((source) => isJoinName(name, flow, source));
}

/** Where a new step most likely goes: where its sibling branches go, else to the join or to the end. */
export function likelyNext(name: string, sources: readonly string[], flow: AnalysedFlow): string {
  const { description } = flow;
  for (const source of sources) {
    const siblings = stepOf(description, source)?.next ?? [];
    for (const sibling of siblings) {
      const [next] = (sibling === name ? undefined : stepOf(description, sibling)?.next) ?? [];
      if (next !== undefined && next !== name) return next;
    }
    const from = stepOf(description, source);
    // A flow's only step counts as its end, whatever it goes to.
    if (from && (from.foreachArtifact !== undefined || isBranch(from))) return 'join';
  }
  return lastStep(description);
}

function isBranch({ next, condition }: StepDescription): boolean {
  return next.length > 1 && condition === undefined;
}

/** The step that ends the flow, or will: while only the first is written, that one counts as the end. */
export function lastStep({ startStep, endStep }: FlowDescription): string {
  return endStep === startStep ? 'end' : endStep;
}

/** A whole step below the one that the cursor is in; `undefined` where there is no line for it. */
export function newStep(name: string, joins: boolean, here: Here): TextEdit | undefined {
  const { asked, cursor, flow, step } = here;
  const { method } = cursor.scope;
  if (!flow || !step || !method) return undefined;
  const { text, position } = asked;
  const end = positionAt(text, method.end);
  // Not where the completion itself writes.
  if (end.line === position.line && end.character <= position.character) return undefined;
  const eol = newlineOf(text);
  const place = flow.steps.get(step.name)?.range.start.character ?? 4;
  const unit = indentOf(text, place);
  const mark = metaflowReference('step', asked.module, text);
  const isEnd = name === lastStep(flow.description);
  const next = likelyNext(name, [step.name], flow);
  const lines = [
    '',
    '',
    `${unit}@${mark.written}`,
    `${unit}def ${name}(self${joins ? ', inputs' : ''}):`,
    `${unit}${unit}${isEnd ? 'pass' : `self.next(self.${next})`}`,
  ];
  return { range: { start: end, end }, newText: lines.join(eol) };
}

/** What the members of a class are indented by. */
function indentOf(text: string, width: number): string {
  return /^\t/m.test(text) && !/^ {2}/m.test(text) ? '\t' : ' '.repeat(width);
}
