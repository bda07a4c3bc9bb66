/** A new step between a step and what it leads to. */
import { insertLines, textIn } from '../fixes/source';
import { freeName } from '../fixes/steps';
import {
  isGang,
  isOnHead,
  stepAround,
  type RefactorContext,
  type Refactoring,
} from './refactoring';
import { headOf, renamedInputs, rewired, styleOf } from './stepText';

/** Offered on the head of a step and on its `self.next`, whatever that does: the new step does it instead. */
export function addStep(context: RefactorContext): Refactoring[] {
  const { flow, range } = context;
  const step = stepAround(context, range.start);
  const next = step?.place.model.next;
  const style = step && styleOf(step);
  if (!step || !next?.valid || !style) return [];
  const onNext = next.range.start.line <= range.start.line && range.end.line <= next.range.end.line;
  if (!onNext && !(isOnHead(step, range.start) && isOnHead(step, range.end))) return [];
  // A step that decides whether to go round again has to stay the one that does.
  if (next.targets.some((target) => target.name === step.name)) return [];
  if (isGang(step, context)) return [];
  const name = freeName(flow, 'new_step');
  const lines = ['', ...headOf(name, style), style.inner + textIn(step.source, next.range)];
  return [
    {
      kind: 'add-step',
      step: step.name,
      edits: [
        ...rewired(step, style.self, name),
        insertLines(step.source, step.place.range.end.line + 1, lines),
        ...renamedInputs(flow, step.name, name),
      ],
      named: name,
    },
  ];
}
