/** Where Pylance, Pyright and basedpyright are told of further folders with packages. Pure. */
import path from 'node:path';

/** Settings that hold such folders; each exists where an extension brings it. */
export const TYPE_SETTINGS = [
  'python.analysis.extraPaths',
  'basedpyright.analysis.extraPaths',
] as const;

export function holds(paths: readonly string[], folder: string): boolean {
  return paths.some((each) => same(each, folder));
}

/** The folder stands last: what a person put there counts before it. */
export function withFolder(paths: readonly string[], folder: string): readonly string[] {
  return holds(paths, folder) ? paths : [...paths, folder];
}

/** Undefined when nothing else is left: then the setting need not be there. */
export function withoutFolder(
  paths: readonly string[],
  folder: string,
): readonly string[] | undefined {
  const others = paths.filter((each) => !same(each, folder));
  return others.length === 0 ? undefined : others;
}

function same(one: string, other: string): boolean {
  return path.relative(one, other) === '';
}
