/** What a search through a folder passes over: what git ignores, hidden folders, environments, and what the person excludes. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ignore, { type Ignore } from 'ignore';

/** The rules of one folder's .gitignore. */
interface Rules {
  readonly folder: string;
  readonly rules: Ignore;
}

const SKIPPED_FOLDERS = new Set(['node_modules', '__pycache__', 'site-packages', 'venv']);

/** For one search: it remembers what it has read. */
export class FolderFilter {
  private readonly excluded: Rules;
  /** `undefined`: passed over with all that lies in it. */
  private readonly known = new Map<string, readonly Rules[] | undefined>();

  /**
   * @param root absolute; never passed over itself
   * @param exclude globs as in the setting `files.exclude`
   */
  constructor(root: string, exclude: readonly string[] = []) {
    this.excluded = { folder: root, rules: ignore().add(exclude.flatMap(asIgnorePatterns)) };
    this.known.set(root, [...rulesAbove(root), ...rulesOf(root)]);
  }

  /** @param folder absolute, the root or in it */
  entersFolder(folder: string): boolean {
    return this.rulesIn(folder) !== undefined;
  }

  /** @param file absolute, in the root */
  takesFile(file: string): boolean {
    const rules = this.rulesIn(path.dirname(file));
    return (
      rules !== undefined &&
      !path.basename(file).startsWith('.') &&
      !this.isIgnored(file, false, rules)
    );
  }

  private rulesIn(folder: string): readonly Rules[] | undefined {
    if (this.known.has(folder)) return this.known.get(folder);
    const above = path.dirname(folder);
    const around = above === folder ? undefined : this.rulesIn(above);
    const rules =
      around && this.enters(folder, around) ? [...around, ...rulesOf(folder)] : undefined;
    this.known.set(folder, rules);
    return rules;
  }

  private enters(folder: string, around: readonly Rules[]): boolean {
    const name = path.basename(folder);
    return (
      !name.startsWith('.') &&
      !SKIPPED_FOLDERS.has(name) &&
      !this.isIgnored(folder, true, around) &&
      !existsSync(path.join(folder, 'pyvenv.cfg'))
    );
  }

  private isIgnored(full: string, isFolder: boolean, around: readonly Rules[]): boolean {
    return verdict(this.excluded, full, isFolder) === true || isIgnoredBy(around, full, isFolder);
  }
}

/** The innermost .gitignore that says something decides. */
function isIgnoredBy(around: readonly Rules[], full: string, isFolder: boolean): boolean {
  for (let index = around.length - 1; index >= 0; index--) {
    const rules = around[index];
    const said = rules && verdict(rules, full, isFolder);
    if (said !== undefined) return said;
  }
  return false;
}

/** `undefined`: these rules say nothing about it. The path lies in their folder. */
function verdict({ folder, rules }: Rules, full: string, isFolder: boolean): boolean | undefined {
  const inside = full.slice(folder.endsWith(path.sep) ? folder.length : folder.length + 1);
  const relative = path.sep === '/' ? inside : inside.replaceAll(path.sep, '/');
  const { ignored, unignored } = rules.test(isFolder ? `${relative}/` : relative);
  return ignored || unignored ? ignored : undefined;
}

function rulesOf(folder: string): Rules[] {
  try {
    const text = readFileSync(path.join(folder, '.gitignore'), 'utf8');
    return [{ folder, rules: ignore().add(text) }];
  } catch {
    // There is none, or it may not be read.
    return [];
  }
}

/** Of the rest of the repository; none where those rules leave out the root, which somebody asked for all the same. */
function rulesAbove(root: string): readonly Rules[] {
  const folders: string[] = [];
  for (let each = root; !existsSync(path.join(each, '.git')); each = path.dirname(each)) {
    const above = path.dirname(each);
    if (above === each) return [];
    folders.unshift(above);
  }
  const rules = folders.flatMap(rulesOf);
  return folders.slice(1).some((folder) => isIgnoredBy(rules, folder, true)) ||
    isIgnoredBy(rules, root, true)
    ? []
    : rules;
}

/** `{a,b}` is no part of the language of .gitignore; a glob of the editor begins at the folder. */
function asIgnorePatterns(glob: string): string[] {
  const braces = /^(.*?)\{([^{}]*)\}(.*)$/s.exec(glob);
  if (!braces) return [`/${glob.replace(/^\//, '')}`];
  const [, before = '', choices = '', after = ''] = braces;
  return choices.split(',').flatMap((choice) => asIgnorePatterns(`${before}${choice}${after}`));
}
