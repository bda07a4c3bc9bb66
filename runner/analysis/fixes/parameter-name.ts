import type { FixRule } from './fix';
import { replace, sourceOf, textIn } from './source';

/** Writes the name as an option can be called. */
export const parameterName: FixRule = (finding, context) => {
  const source = sourceOf(finding.file, context);
  const written = source && /^(['"])([^'"\\\n]*)\1$/.exec(textIn(source, finding.range));
  const [, quote, name] = written ?? [];
  if (!source || quote === undefined || name === undefined) return [];
  const valid = name
    .trim()
    .replaceAll(/[^\p{L}\p{N}_-]+/gu, '-')
    .replace(/^[^\p{L}_]+/u, '');
  if (valid === '') return [];
  const edits = [replace(source, finding.range, `${quote}${valid}${quote}`)];
  return [{ title: `Name it ${valid}`, edits, safe: false }];
};
