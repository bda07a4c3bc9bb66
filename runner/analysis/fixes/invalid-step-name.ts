import { occurrencesOf } from '../symbols/occurrences';
import type { FileEdit, FixRule } from './fix';
import { freeName } from './steps';

/** Gives a step a name that it may have, wherever the name stands. */
export const invalidStepName: FixRule = (finding, context) => {
  const { step } = finding;
  if (step === undefined) return [];
  const snake = step
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9_]/g, '')
    .replace(/^_+/, '');
  if (!/^[a-z]/.test(snake)) return [];
  const name = freeName(context.flow, RESERVED.has(snake) ? `${snake}_step` : snake);
  const edits: FileEdit[] = occurrencesOf(context.flow)
    .filter(({ symbol }) => symbol.kind === 'step' && symbol.name === step)
    .map(({ file, range }) => ({ file, range, newText: name }));
  // Only what this file says can be changed without a question.
  if (edits.length === 0 || edits.some(({ file }) => file !== finding.file)) return [];
  return [{ title: `Name the step ${name}`, edits, safe: false }];
};

const RESERVED = new Set(['name', 'next', 'input', 'index', 'cmd']);
