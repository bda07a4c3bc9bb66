/** Where Python would look for a module that a file of the workspace imports. */
import path from 'node:path';

/**
 * Absolute paths of files to try, best first. A flow's own folder is first on Python's path when it runs; folders above
 * it, up to the workspace's, are tried too, because flows in a package are often run from its root.
 *
 * @param name as in the import: `base`, `pkg.base`, `.base`, `..common.base`
 * @param from absolute path of the importing file
 * @param roots absolute paths of the workspace's folders
 */
export function modulePaths(name: string, from: string, roots: readonly string[]): string[] {
  const dots = /^\.*/.exec(name)?.[0].length ?? 0;
  const parts = name.slice(dots).split('.').filter(Boolean);
  if (dots > 0) {
    const folder = path.resolve(path.dirname(from), ...Array<string>(dots - 1).fill('..'));
    return filesOf(folder, parts);
  }
  return parts.length === 0
    ? []
    : searchFolders(from, roots).flatMap((folder) => filesOf(folder, parts));
}

function searchFolders(from: string, roots: readonly string[]): string[] {
  const root = roots.find((each) => isInside(from, each));
  const folders = [path.dirname(from)];
  let folder = path.dirname(from);
  while (root !== undefined && folder !== root && isInside(folder, root)) {
    folder = path.dirname(folder);
    folders.push(folder);
  }
  // The usual place of packages that are installed in editable form.
  if (root !== undefined) folders.push(path.join(root, 'src'));
  return folders;
}

function isInside(file: string, folder: string): boolean {
  const relative = path.relative(folder, file);
  return !relative.startsWith('..') && !path.isAbsolute(relative);
}

function filesOf(folder: string, parts: readonly string[]): string[] {
  const base = path.join(folder, ...parts);
  const init = path.join(base, '__init__.py');
  return parts.length === 0 ? [init] : [`${base}.py`, init];
}
