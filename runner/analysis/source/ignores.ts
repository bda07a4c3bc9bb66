/** `# flowdeck: ignore[code, other]` at the end of a line: what is not to be reported there. */
import type { IgnoredCodes } from '../model';

const COMMENT = /#[ \t]*flowdeck:[ \t]*ignore\b(?:[ \t]*\[([^\]\r\n]*)\])?/i;

/** Row → codes. A text that looks like the comment inside of a string counts too: nobody writes it by chance. */
export function ignoresIn(text: string): ReadonlyMap<number, IgnoredCodes> {
  const found = new Map<number, IgnoredCodes>();
  // Nearly every file has none: one search tells.
  if (!/flowdeck:/i.test(text)) return found;
  for (const [row, line] of text.split('\n').entries()) {
    const match = COMMENT.exec(line);
    if (!match) continue;
    const codes = match[1]?.split(',').flatMap((code) => code.trim().toLowerCase() || []);
    found.set(row, codes === undefined ? 'all' : new Set(codes));
  }
  return found;
}
