/** The Python files of a folder that mention something: a text filter over thousands of files, without parsing any. */
import {
  closeSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  statSync,
  type Dirent,
} from 'node:fs';
import path from 'node:path';
import ignore, { type Ignore } from 'ignore';

export interface FindOptions {
  /** A file is taken when it holds one of these texts. */
  readonly mentions: readonly string[];
  readonly signal?: AbortSignal;
}

/** Larger ones are data, not flows. */
const MAX_BYTES = 2_000_000;
/** A home directory by mistake must not keep us busy for minutes. */
const MAX_ENTRIES = 200_000;
/** Milliseconds of work before others get their turn. */
const SLICE = 25;

const SKIPPED_FOLDERS = new Set(['node_modules', '__pycache__', 'site-packages', 'venv']);

/**
 * Absolute paths, in the order of names. Left out: what .gitignore excludes, hidden folders, virtual environments,
 * node_modules; links to folders are not followed. Folders and files that cannot be read count as absent.
 */
export async function findPythonFiles(folder: string, options: FindOptions): Promise<string[]> {
  const needles = options.mentions.map((text) => Buffer.from(text));
  const reader = new FileReader();
  const found: string[] = [];
  let entries = 0;
  let sliceEnd = Date.now() + SLICE;
  for (const file of pythonFiles(folder, [], () => ++entries <= MAX_ENTRIES)) {
    if (Date.now() > sliceEnd) {
      await new Promise((resolve) => setImmediate(resolve));
      sliceEnd = Date.now() + SLICE;
    }
    if (options.signal?.aborted) break;
    if (reader.mentions(file, needles)) found.push(file);
  }
  return found;
}

/** The rules of one folder's .gitignore. */
interface Rules {
  readonly folder: string;
  readonly rules: Ignore;
}

function* pythonFiles(
  folder: string,
  above: readonly Rules[],
  more: () => boolean,
): Generator<string> {
  const entries = entriesOf(folder);
  if (entries.some((entry) => entry.name === 'pyvenv.cfg')) return;
  const rules = entries.some((entry) => entry.name === '.gitignore')
    ? [...above, ...rulesOf(folder)]
    : above;
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (!more()) return;
    if (entry.name.startsWith('.')) continue;
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!SKIPPED_FOLDERS.has(entry.name) && !isIgnored(full, true, rules)) {
        yield* pythonFiles(full, rules, more);
      }
    } else if (entry.name.endsWith('.py') && !isIgnored(full, false, rules)) {
      yield full;
    }
  }
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function rulesOf(folder: string): Rules[] {
  try {
    const text = readFileSync(path.join(folder, '.gitignore'), 'utf8');
    return [{ folder, rules: ignore().add(text) }];
  } catch {
    return [];
  }
}

/** The innermost .gitignore that says something decides. */
function isIgnored(full: string, isFolder: boolean, all: readonly Rules[]): boolean {
  for (const { folder, rules } of all.toReversed()) {
    const relative = path.relative(folder, full).split(path.sep).join('/');
    const result = rules.test(isFolder ? `${relative}/` : relative);
    if (result.ignored) return true;
    if (result.unignored) return false;
  }
  return false;
}

/** Reads file after file into one buffer. */
class FileReader {
  private buffer = Buffer.allocUnsafe(256 * 1024);

  mentions(file: string, needles: readonly Buffer[]): boolean {
    const content = this.read(file);
    return content !== undefined && needles.some((needle) => content.includes(needle));
  }

  private read(file: string): Buffer | undefined {
    let descriptor: number | undefined;
    try {
      descriptor = openSync(file, 'r');
      const length = this.fill(descriptor);
      if (length < this.buffer.length) return this.buffer.subarray(0, length);
      const { size } = statSync(file);
      if (size > MAX_BYTES) return undefined;
      this.buffer = Buffer.allocUnsafe(MAX_BYTES + 1);
      return this.buffer.subarray(0, this.fill(descriptor));
    } catch {
      return undefined;
    } finally {
      if (descriptor !== undefined) closeSync(descriptor);
    }
  }

  private fill(descriptor: number): number {
    let length = 0;
    while (length < this.buffer.length) {
      const read = readSync(descriptor, this.buffer, length, this.buffer.length - length, length);
      if (read === 0) break;
      length += read;
    }
    return length;
  }
}
