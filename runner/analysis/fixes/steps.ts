/** Steps as fixes write them, and the steps that are there already. */
import type { AnalysedFlow, StepPlace } from '../analyse';
import type { FileEdit, FixContext } from './fix';
import { indentAt, indentUnit, insertLines, sourceOf, type Source } from './source';

export interface SourceStep {
  readonly name: string;
  readonly place: StepPlace;
  readonly source: Source;
}

/** The step that a finding names, with the text that it stands in. */
export function stepAt(name: string | undefined, context: FixContext): SourceStep | undefined {
  const place = name === undefined ? undefined : context.flow.steps.get(name);
  const source = place && sourceOf(place.file, context);
  return name !== undefined && place && source ? { name, place, source } : undefined;
}

/** What a method calls its flow. */
export function selfOf(place: StepPlace): string {
  return place.model.parameters[0] ?? 'self';
}

/** `mark` as the neighbour writes it: `@step`, `@mf.step`. */
function markOf(step: SourceStep): string {
  const mark = step.place.model.decorators.at(-1);
  return `@${mark?.callee ?? 'step'}`;
}

/** The lines of a new step in the manner of a neighbour, without empty lines around. */
export function stepLines(
  neighbour: SourceStep,
  name: string,
  body: string,
  inputs = false,
): string[] {
  const { source, place } = neighbour;
  const row = place.model.range.start.line;
  const indent = indentAt(source, row);
  const body0 = place.model.bodyRange?.start.line ?? row;
  const unit = indentUnit(source, row, body0 > place.model.nameRange.start.line ? body0 : row);
  return [
    `${indent}${markOf(neighbour)}`,
    `${indent}def ${name}(self${inputs ? ', inputs' : ''}):`,
    ...body.split('\n').map((line) => `${indent}${unit}${line}`),
  ];
}

/** A new step behind another one, with an empty line between. */
export function insertAfter(step: SourceStep, lines: readonly string[]): FileEdit {
  return insertLines(step.source, step.place.model.range.end.line + 1, ['', ...lines]);
}

export function insertBefore(step: SourceStep, lines: readonly string[]): FileEdit {
  return insertLines(step.source, step.place.model.range.start.line, [...lines, '']);
}

/** A name that the flow does not have yet: `join`, `join_2`, … */
export function freeName(flow: AnalysedFlow, wanted: string): string {
  const taken = new Set(
    flow.classes.flatMap(({ model }) => model.members.map((member) => member.name)),
  );
  let name = wanted;
  for (let number = 2; taken.has(name); number++) name = `${wanted}_${number}`;
  return name;
}

/** Where a step that says nothing most likely goes: to a step below it that nothing leads to, to the one below, to the end. */
export function likelyNext(flow: AnalysedFlow, name: string): string | undefined {
  const names = flow.description.steps.map((step) => step.name);
  const below = names.slice(names.indexOf(name) + 1);
  const reached = new Set(flow.description.steps.flatMap((step) => step.next));
  const { startStep, endStep } = flow.description;
  const lost = below.find((each) => !reached.has(each) && each !== startStep);
  const next = lost ?? below[0] ?? (names.includes(endStep) ? endStep : undefined);
  return next === name ? undefined : next;
}
