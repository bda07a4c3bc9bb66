/** Steps as the neighbours write them: their indentation, their `@step`, their first parameter. */
import type { AnalysedFlow } from '../analyse';
import type { FileEdit } from '../fixes/fix';
import { indentAt, indentUnit, replace } from '../fixes/source';
import { occurrencesOf } from '../symbols/occurrences';
import type { StepHere } from './refactoring';

export interface StepStyle {
  /** Of `def`. */
  readonly outer: string;
  /** Of the statements in it. */
  readonly inner: string;
  /** What a level is indented with. */
  readonly unit: string;
  /** `@step`, `@mf.step`. */
  readonly mark: string;
  readonly self: string;
}

/** `undefined` for a step on one line, which shows no manner. */
export function styleOf({ place, source }: StepHere): StepStyle | undefined {
  const { model } = place;
  const head = model.nameRange.start.line;
  const body = model.bodyRange?.start;
  if (!body || body.line <= head) return undefined;
  const outer = indentAt(source, head);
  const mark = model.decorators.findLast(({ callee }) => /(^|\.)step$/.test(callee));
  return {
    outer,
    inner: indentAt(source, body.line),
    unit: indentUnit(source, head, body.line),
    mark: `@${mark?.callee ?? 'step'}`,
    self: model.parameters[0] ?? 'self',
  };
}

/** The lines of a step up to its body. */
export function headOf(
  name: string,
  { outer, mark, self }: StepStyle,
  options: { readonly inputs?: string; readonly decorators?: readonly string[] } = {},
): string[] {
  const parameters = options.inputs === undefined ? self : `${self}, ${options.inputs}`;
  return [
    ...(options.decorators ?? []).map((each) => outer + each),
    outer + mark,
    `${outer}def ${name}(${parameters}):`,
  ];
}

/** Another step leads where one has led: the joins behind it name it in `inputs.step`. */
export function renamedInputs(flow: AnalysedFlow, step: string, by: string): FileEdit[] {
  const targets = new Set(flow.steps.get(step)?.targets.map((each) => each.name));
  return occurrencesOf(flow)
    .filter(
      ({ symbol, role, inside }) =>
        role === 'input' && symbol.name === step && inside !== undefined && targets.has(inside),
    )
    .map(({ file, range }) => ({ file, range, newText: by }));
}

/** `self.next(…)` of a step, leading to a single one. */
export function rewired(step: StepHere, self: string, target: string): FileEdit[] {
  const range = step.place.nextRange;
  return range ? [replace(step.source, range, `${self}.next(${self}.${target})`)] : [];
}
