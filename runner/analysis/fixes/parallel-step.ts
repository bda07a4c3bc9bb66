import { metaflowReference } from '../refactor/addImport';
import type { FixRule } from './fix';
import { indentAt, insertLines, replace, textIn } from './source';
import { stepAt } from './steps';

/** Marks a step for a gang, or makes the join behind it one. */
export const parallelStep: FixRule = (finding, context) => {
  const step = stepAt(finding.step, context);
  const described = context.flow.description.steps.find(({ name }) => name === finding.step);
  const module = context.flow.classes.find(
    ({ module: { file } }) => file === step?.place.file,
  )?.module;
  const text = step && context.textOf(step.place.file);
  if (!step || !described || !module || text === undefined) return [];
  const isGang = described.decorators.some(({ name }) => name.endsWith('parallel'));
  const startsGang = context.flow.description.steps.some(
    ({ type, next }) => type === 'split-parallel' && next.includes(step.name),
  );
  if (startsGang && !isGang) {
    const { written, edits } = metaflowReference('parallel', module, text);
    const row = step.place.range.start.line;
    const line = `${indentAt(step.source, row)}@${written}`;
    const added = insertLines(step.source, row, [line]);
    return [{ title: 'Add @parallel', edits: [...edits, added], safe: false }];
  }
  const list = step.place.model.parametersRange;
  if (isGang || !list || step.place.model.parameters.length !== 1) return [];
  const longer = textIn(step.source, list).replace(/,?\s*\)$/, ', inputs)');
  const edits = [replace(step.source, list, longer)];
  return [{ title: 'Add the argument inputs', edits, safe: false }];
};
