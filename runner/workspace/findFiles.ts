/** The Python files of a folder with what a look at them tells: a text filter over thousands of files, none parsed. */
import {
  closeSync,
  constants,
  openSync,
  readdirSync,
  readSync,
  statSync,
  type Dirent,
} from 'node:fs';
import path from 'node:path';
import { FolderFilter } from './folderFilter';
import { sightingOf, type Sighting } from './sightings';

export interface FindOptions {
  /** Globs as in the setting `files.exclude`. */
  readonly exclude?: readonly string[];
  readonly signal?: AbortSignal;
}

export interface Found {
  /** Absolute path → what was seen; only files with classes, in the order of names. */
  readonly files: ReadonlyMap<string, Sighting>;
  /** Files that mention flows and were taken for data all the same, because they are so long. */
  readonly tooLong: readonly string[];
  /** There was more than anybody could mean by a workspace: the rest was not looked at. */
  readonly cutShort: boolean;
}

/** Longer ones are data, not flows. */
export const MAX_BYTES = 2_000_000;
/** A home directory by mistake must not keep us busy for minutes. */
const MAX_ENTRIES = 200_000;
/** Milliseconds of work before others get their turn. */
const SLICE = 25;

/**
 * Left out: what .gitignore excludes, hidden folders, virtual environments, node_modules; links to folders are not
 * followed. Folders and files that cannot be read count as absent.
 */
export async function findPythonFiles(folder: string, options: FindOptions = {}): Promise<Found> {
  const reader = new FileReader();
  const files = new Map<string, Sighting>();
  const tooLong: string[] = [];
  let left = MAX_ENTRIES;
  let sliceEnd = Date.now() + SLICE;
  const filter = new FolderFilter(folder, options.exclude);
  for (const file of pythonFiles(folder, filter, () => left-- > 0)) {
    if (Date.now() > sliceEnd) {
      await new Promise((resolve) => setImmediate(resolve));
      sliceEnd = Date.now() + SLICE;
    }
    if (options.signal?.aborted) break;
    const sighting = look(file, reader);
    if (sighting === 'too long') tooLong.push(file);
    else if (sighting) files.set(file, sighting);
  }
  return { files, tooLong, cutShort: left < 0 };
}

/** One file; `undefined` when it is not there or has no classes. */
export function look(file: string, reader = new FileReader()): Sighting | 'too long' | undefined {
  const content = reader.read(file);
  if (!content) return undefined;
  const sighting = sightingOf(content.bytes);
  if (!content.whole) return sighting.flow ? 'too long' : undefined;
  return sighting.flow || sighting.bases.length > 0 ? sighting : undefined;
}

function* pythonFiles(
  folder: string,
  filter: FolderFilter,
  more: () => boolean,
): Generator<string> {
  if (!filter.entersFolder(folder)) return;
  for (const entry of entriesOf(folder).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (!more()) return;
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* pythonFiles(full, filter, more);
    else if (isPythonFile(entry) && filter.takesFile(full)) yield full;
  }
}

/** No pipe, no socket. */
function isPythonFile(entry: Dirent): boolean {
  return entry.name.endsWith('.py') && (entry.isFile() || entry.isSymbolicLink());
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

interface Content {
  readonly bytes: Buffer;
  /** False: only the beginning of a file that is too long. */
  readonly whole: boolean;
}

/** Reads file after file into one buffer: what it gave is gone with the next one. */
class FileReader {
  private buffer = Buffer.allocUnsafe(256 * 1024);

  read(file: string): Content | undefined {
    let descriptor: number | undefined;
    try {
      // Not to wait for a writer, where a link leads to a pipe. Windows has no such flag: that is 0.
      descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
      const length = this.fill(descriptor);
      if (length < this.buffer.length) {
        return { bytes: this.buffer.subarray(0, length), whole: true };
      }
      if (statSync(file).size > MAX_BYTES) return { bytes: this.buffer, whole: false };
      this.buffer = Buffer.allocUnsafe(MAX_BYTES + 1);
      return { bytes: this.buffer.subarray(0, this.fill(descriptor)), whole: true };
    } catch {
      // It went away, or may not be read.
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
