import type { FixRule } from './fix';
import { replace, sourceOf, textIn } from './source';

const TYPES = new Set(['str', 'int', 'float', 'bool']);

/** Takes the quotes from a type. */
export const parameterType: FixRule = (finding, context) => {
  const source = sourceOf(finding.file, context);
  const type = source && /^(['"])(\w+)\1$/.exec(textIn(source, finding.range))?.[2];
  if (!source || type === undefined || !TYPES.has(type)) return [];
  const edits = [replace(source, finding.range, type)];
  return [{ title: `Write type=${type}`, edits, safe: true }];
};
