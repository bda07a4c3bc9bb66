import type { FixRule } from './fix';
import { replace, sourceOf, textIn } from './source';

/** Writes the name with the letters that it may have. */
export const projectName: FixRule = (finding, context) => {
  const source = sourceOf(finding.file, context);
  const written = source && /^(['"])([^'"\\\n]*)\1$/.exec(textIn(source, finding.range));
  const [, quote, name] = written ?? [];
  if (!source || quote === undefined || name === undefined) return [];
  const valid = name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9_]+/g, '_')
    .slice(0, 127);
  if (!/[a-z0-9]/.test(valid)) return [];
  const edits = [replace(source, finding.range, `${quote}${valid}${quote}`)];
  return [{ title: `Name the project ${valid}`, edits, safe: false }];
};
