/** Which files of the flow's folder belong to its code: found nearest first, bounded, in an order that does not change. */
import type { BigIntStats, Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { mapBounded } from '../datastore/concurrency';
import type { SourceLimits } from './limits';

export interface SourceFile {
  /** From the flow's folder, with `/` between parts. */
  readonly name: string;
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  readonly mtimeNs: string;
  /** Changes when the content may have changed. */
  readonly stamp: string;
}

export interface Sources {
  /** Absolute path of the folder that the names start from. */
  readonly folder: string;
  /** By name. */
  readonly files: readonly SourceFile[];
  /** Which limit left files out. */
  readonly cut?: keyof SourceLimits;
}

export interface SourceOptions {
  /** `.py` and others. */
  readonly suffixes: readonly string[];
  readonly limits: SourceLimits;
  /** Taken along whatever its suffix: the flow's own file. */
  readonly always: string;
}

/** Folders of tools and of installed packages; hidden ones are left out anyway. */
const NOT_CODE: ReadonlySet<string> = new Set(['__pycache__', 'node_modules']);
/** Every virtual environment has it at its top (PEP 405). */
const ENVIRONMENT_MARK = 'pyvenv.cfg';

/** @param folder absolute path. Folders that cannot be read are passed over. */
export async function findSources(folder: string, options: SourceOptions): Promise<Sources> {
  const files: SourceFile[] = [];
  const seen = new Set<string>();
  let bytes = 0;
  let waiting: string[] = [''];
  let folders = 0;
  const result = (cut?: keyof SourceLimits): Sources => ({
    folder,
    files: files.sort((a, b) => (a.name < b.name ? -1 : 1)),
    ...(cut === undefined ? {} : { cut }),
  });
  while (waiting.length > 0) {
    const level = waiting.slice(0, options.limits.folders - folders);
    if (level.length === 0) return result('folders');
    folders += level.length;
    const listings = await mapBounded(level, (name) => listFolder(folder, name, options, seen));
    for (const file of listings.flatMap((listing) => listing.files)) {
      if (files.length >= options.limits.files) return result('files');
      if (bytes + file.size > options.limits.bytes) return result('bytes');
      files.push(file);
      bytes += file.size;
    }
    waiting = [
      ...waiting.slice(level.length),
      ...listings.flatMap((listing) => listing.folders).sort(),
    ];
  }
  return result();
}

interface Listing {
  readonly files: readonly SourceFile[];
  readonly folders: readonly string[];
}
const NOTHING: Listing = { files: [], folders: [] };

async function listFolder(
  root: string,
  name: string,
  options: SourceOptions,
  seen: Set<string>,
): Promise<Listing> {
  const folder = path.join(root, name);
  let entries: readonly Dirent[];
  try {
    // A link may lead back to a folder above.
    const real = await realpath(folder);
    if (seen.has(real)) return NOTHING;
    seen.add(real);
    entries = await readdir(folder, { withFileTypes: true });
  } catch {
    return NOTHING;
  }
  if (name !== '' && entries.some((entry) => entry.name === ENVIRONMENT_MARK)) return NOTHING;
  const files: SourceFile[] = [];
  const folders: string[] = [];
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const child = name === '' ? entry.name : `${name}/${entry.name}`;
    const isSource =
      child === options.always || options.suffixes.some((suffix) => child.endsWith(suffix));
    const hidden = entry.name.startsWith('.') && child !== options.always;
    if (hidden || NOT_CODE.has(entry.name)) continue;
    if (entry.isDirectory()) folders.push(child);
    else if (isSource || entry.isSymbolicLink()) {
      const found = await statOrNothing(path.join(root, child));
      if (found?.isDirectory()) folders.push(child);
      else if (found?.isFile() && isSource) files.push(sourceFile(root, child, found));
    }
  }
  return { files, folders };
}

function sourceFile(root: string, name: string, found: BigIntStats): SourceFile {
  const { size, mtimeNs, ctimeNs, ino } = found;
  return {
    name,
    path: path.join(root, name),
    size: Number(size),
    mtimeNs: String(mtimeNs),
    stamp: [size, mtimeNs, ctimeNs, ino].join('.'),
  };
}

/** A link may lead nowhere, a file may vanish meanwhile. */
function statOrNothing(file: string): Promise<BigIntStats | undefined> {
  return stat(file, { bigint: true }).catch(() => undefined);
}
