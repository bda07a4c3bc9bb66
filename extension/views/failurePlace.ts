/** Which line of the person's own code a failure points to. Pure. */
import path from 'node:path';
import type { TaskError, TracebackFrame } from '../../runner/service/protocol';

/**
 * The innermost frame in one of these folders, but not in an environment within them.
 *
 * @param folders Absolute paths: the workspace's folders and the flow's own.
 */
export function ownFrame(error: TaskError, folders: readonly string[]): TracebackFrame | undefined {
  return error.frames?.findLast((frame) => folders.some((folder) => isOwn(frame.file, folder)));
}

function isOwn(file: string, folder: string): boolean {
  const relative = path.relative(folder, file);
  if (relative === '' || relative.startsWith('..') || path.isAbsolute(relative)) return false;
  return !relative
    .split(path.sep)
    .some((part) => part === 'site-packages' || part === '.metaflow' || part === 'node_modules');
}

/** A change of a document, as far as it concerns lines (0-based). */
export interface LineChange {
  readonly start: number;
  readonly end: number;
  /** Line breaks in the new text. */
  readonly inserted: number;
}

/**
 * Where a line is after a change; the caller compares its text to see whether it is still the same one.
 *
 * @returns Undefined when the line itself was removed.
 */
export function movedLine(line: number, change: LineChange): number | undefined {
  if (change.start >= line) return line;
  if (change.end > line) return undefined;
  return line + change.inserted - (change.end - change.start);
}
