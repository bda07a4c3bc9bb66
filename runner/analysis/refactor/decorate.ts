/** Decorators that people add to a step, with what they are usually given. */
import { indentAt, insertLines } from '../fixes/source';
import { metaflowReference } from './addImport';
import { isOnHead, stepAround, type RefactorContext, type Refactoring } from './refactoring';

const OFFERED: readonly { readonly name: string; readonly options: string }[] = [
  { name: 'retry', options: '(times=3)' },
  { name: 'resources', options: '(cpu=2, memory=8192)' },
  { name: 'timeout', options: '(minutes=30)' },
  { name: 'catch', options: '(var="failure")' },
  { name: 'card', options: '' },
];

/** Offered on the head of a step, for those that it does not have. */
export function decorate(context: RefactorContext): Refactoring[] {
  const { flow, module, text, range } = context;
  const step = stepAround(context, range.start);
  if (!step || !isOnHead(step, range.start) || !isOnHead(step, range.end)) return [];
  const described = flow.description.steps.find(({ name }) => name === step.name);
  const present = new Set(described?.decorators.map(({ name }) => name));
  // What is to be run for each item or chosen by its result may not fail and go on.
  const decides = /^split-(foreach|switch|parallel)$/.test(described?.type ?? '');
  const top = step.place.range.start.line;
  return OFFERED.filter(({ name }) => !present.has(name) && !(decides && name === 'catch')).map(
    ({ name, options }) => {
      const { written, edits } = metaflowReference(name, module, text);
      const given = text.includes('"') ? options : options.replaceAll('"', "'");
      const line = `${indentAt(step.source, top)}@${written}${given}`;
      return {
        kind: 'decorate',
        decorator: `@${name}`,
        edits: [...edits, insertLines(step.source, top, [line])],
      };
    },
  );
}
