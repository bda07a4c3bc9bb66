import { closest, editDistance } from '../../flow/closest';
import { reachable } from '../../flow/graph';
import type { AnalysedFlow } from '../analyse';
import type { Fix, FixContext, FixRule } from './fix';
import { metaflowReference } from '../refactor/addImport';
import { indentAt, insertLines, lineAt, replace, sourceOf, type Source } from './source';
import { insertAfter, selfOf, stepAt, stepLines, type SourceStep } from './steps';

/** Names the step that was meant, or adds one of the name that was written. */
export const unknownStep: FixRule = (finding, context) => {
  const step = stepAt(finding.step, context);
  const { target } = finding;
  if (!step || target === undefined) return [];
  return [
    ...renamed(step, target, context),
    ...marked(target, context),
    ...added(step, target, context),
  ];
};

function renamed(step: SourceStep, target: string, { flow }: FixContext): Fix[] {
  const names = flow.description.steps.map(({ name }) => name).filter((name) => name !== step.name);
  const meant = closest(target, names);
  if (meant === undefined) return [];
  const ranges = step.place.targets.filter(({ name }) => name === target);
  return [
    {
      title: `Go to ${meant}`,
      edits: ranges.map(({ range }) => replace(step.source, range, meant)),
      // Nothing else leads there, and the names differ by a slip.
      safe: !reachable(flow.description).has(meant) && editDistance(target, meant) <= 2,
    },
  ];
}

/** The method is there, and lacks its mark. */
function marked(target: string, context: FixContext): Fix[] {
  const owner = context.flow.classes.find(({ model }) =>
    model.members.some(({ name }) => name === target),
  );
  const method = owner?.model.members.find(({ name }) => name === target);
  const source = owner && sourceOf(owner.module.file, context);
  if (method?.kind !== 'function' || !owner || !source) return [];
  const text = context.textOf(owner.module.file) ?? '';
  const { written, edits } = metaflowReference('step', owner.module, text);
  const row = defRow(source, method.nameRange.start.line);
  const line = insertLines(source, row, [`${indentAt(source, row)}@${written}`]);
  return [{ title: `Mark the method ${target} as a step`, edits: [...edits, line], safe: false }];
}

/** @step stands right above the `def`, below other decorators. */
function defRow(source: Source, nameRow: number): number {
  let row = nameRow;
  while (row > 0 && !/^\s*(?:async\s+)?def\b/.test(lineAt(source, row))) row--;
  return row;
}

function added(step: SourceStep, target: string, { flow }: FixContext): Fix[] {
  if (!/^[a-z0-9][a-z0-9_]*$/.test(target)) return [];
  const own = flow.classes.some(({ model }) =>
    model.members.some((member) => member.name === target && member.kind === 'function'),
  );
  if (own) return [];
  const next = nextOf(step, target, flow);
  const isEnd = target === flow.description.endStep;
  const body = next === undefined || isEnd ? 'pass' : `${selfOf(step.place)}.next(self.${next})`;
  return [
    {
      title: `Add the step ${target}`,
      edits: [insertAfter(step, stepLines(step, target, body))],
      safe: false,
    },
  ];
}

/** Where the branches beside it go; else what comes below. */
function nextOf(step: SourceStep, target: string, flow: AnalysedFlow): string | undefined {
  const steps = new Map(flow.description.steps.map((each) => [each.name, each]));
  const beside = steps
    .get(step.name)
    ?.next.flatMap((name) => (name === target ? [] : (steps.get(name)?.next[0] ?? [])));
  if (beside?.[0] !== undefined && steps.has(beside[0])) return beside[0];
  const names = [...steps.keys()];
  const used = new Set(flow.description.steps.flatMap((each) => each.next));
  const below = names.slice(names.indexOf(step.name) + 1);
  return below.find((name) => !used.has(name)) ?? flow.description.endStep;
}
