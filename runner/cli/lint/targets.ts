/** The words of the command line as files and folders, and the project that each belongs to. */
import { existsSync, statSync, type Stats } from 'node:fs';
import path from 'node:path';
import { FlowdeckError } from '../../errors';

export interface Targets {
  /** Absolute paths; looked at even where a search would pass over them. */
  readonly files: readonly string[];
  /** Absolute paths; searched. */
  readonly folders: readonly string[];
  /** Where their imports and heirs may lie: the projects around them. Absolute paths. */
  readonly roots: readonly string[];
}

/** @throws FlowdeckError `argument-path` for what is neither a file nor a folder */
export function targetsOf(words: readonly string[], cwd: string): Targets {
  const places = (words.length === 0 ? ['.'] : words).map((word) => {
    const full = path.resolve(cwd, word);
    const stat = statOf(full);
    if (!stat || !(stat.isFile() || stat.isDirectory()))
      throw new FlowdeckError({
        code: 'argument-path',
        message: `There is no file or folder ${word}`,
        where: { file: full },
        remedy: 'Give Python files, or folders with some.',
      });
    return { full, isFolder: stat.isDirectory() };
  });
  const folders = places.filter(({ isFolder }) => isFolder).map(({ full }) => full);
  const files = places.filter(({ isFolder }) => !isFolder).map(({ full }) => full);
  const starts = [...folders, ...files.map((file) => path.dirname(file))];
  return {
    files: [...new Set(files)],
    folders: [...new Set(folders)],
    roots: [...new Set(starts.map(projectOf))],
  };
}

/** The repository around a folder, else the outermost Python project, else the folder itself. */
function projectOf(folder: string): string {
  let project: string | undefined;
  let each = folder;
  for (;;) {
    if (existsSync(path.join(each, '.git'))) return each;
    if (MARKS.some((name) => existsSync(path.join(each, name)))) project = each;
    const above = path.dirname(each);
    if (above === each) return project ?? folder;
    each = above;
  }
}

const MARKS = ['pyproject.toml', 'setup.py', 'setup.cfg'];

function statOf(full: string): Stats | undefined {
  try {
    return statSync(full, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
