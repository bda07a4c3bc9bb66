/** Paths in reports. Pure, but for the separator of the platform. */
import path from 'node:path';

/** From where the command was called, with slashes; absolute for what lies outside. */
export function shownPath(file: string, cwd: string): string {
  const relative = path.relative(cwd, file);
  const outside = relative === '' || relative.startsWith('..') || path.isAbsolute(relative);
  return (outside ? file : relative).split(path.sep).join('/');
}
