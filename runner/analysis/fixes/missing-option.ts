import type { FixRule } from './fix';
import { replace, sourceOf, textIn } from './source';

/** Names a project after its flow; what other decorators need, only a person can tell. */
export const missingOption: FixRule = (finding, context) => {
  const source = sourceOf(finding.file, context);
  if (!source || !finding.message.startsWith('@project ')) return [];
  const written = /^([\w.]+)(?:\(\s*\))?$/.exec(textIn(source, finding.range))?.[1];
  if (written === undefined) return [];
  const name = context.flow.description.name
    .replace(/Flow$/, '')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9_]/g, '');
  if (name === '') return [];
  const edits = [replace(source, finding.range, `${written}(name='${name}')`)];
  return [{ title: `Name the project ${name}`, edits, safe: false }];
};
