/** URIs of the editor ↔ absolute paths. */
import { fileURLToPath, pathToFileURL } from 'node:url';
import path from 'node:path';

/** Of documents that are no files (untitled, virtual): the path in the URI, which no file has. */
export function pathOf(uri: string): string {
  try {
    return path.normalize(fileURLToPath(uri));
  } catch {
    return decodeURIComponent(uri.replace(/^[\w.+-]+:(?:\/\/[^/]*)?/, ''));
  }
}

/** As editors write it: `%` only where it must be, a colon after the drive encoded. */
export function uriOf(file: string): string {
  return pathToFileURL(file)
    .toString()
    .replace(/^(file:\/\/\/[a-zA-Z]):/, '$1%3A');
}
