import { closest, editDistance } from '../../flow/closest';
import { isMetaflowName, PUBLIC_NAMES } from '../../flow/metaflowNames';
import type { TextRule } from './rule';

/** Names that Metaflow has. Extensions may add others: only what is nearly one of its own is told. */
export const unknownImport: TextRule = ({ flow }) => {
  const module = flow.classes[0]?.module;
  if (!module) return [];
  return [...module.imports.values()].flatMap(({ module: from, name, range }) => {
    if (from !== 'metaflow' || name === undefined || isMetaflowName(name)) return [];
    const meant = name.length < 4 ? undefined : closest(name, PUBLIC_NAMES);
    if (meant === undefined || editDistance(name, meant) > 2) return [];
    return [
      {
        code: 'unknown-import',
        severity: 'warning' as const,
        message: `Metaflow has no ${name}`,
        remedy: `Did you mean ${meant}?`,
        file: module.file,
        range,
        meant,
      },
    ];
  });
};
