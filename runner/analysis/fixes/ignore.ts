import type { FixRule } from './fix';
import { insert, lineAt, replace, sourceOf } from './source';

const COMMENT = /#[ \t]*flowdeck:[ \t]*ignore(?:[ \t]*\[([^\]]*)\])?/i;

/** Says in the text that the finding is known: a comment at the end of its line. */
export const ignoreHere: FixRule = (finding, context) => {
  const source = sourceOf(finding.file, context);
  if (!source) return [];
  const { line } = finding.range.start;
  const text = lineAt(source, line);
  // Behind a backslash nothing may stand.
  if (/\\\s*$/.test(text)) return [];
  const title = `Ignore ${finding.code} here`;
  const comment = COMMENT.exec(text);
  if (!comment) {
    const end = { line, character: text.trimEnd().length };
    const behind = { start: end, end: { line, character: text.length } };
    const edit = replace(source, behind, `  # flowdeck: ignore[${finding.code}]`);
    return [{ title, edits: [edit], safe: false, hides: true }];
  }
  const codes = comment[1];
  if (codes === undefined) return [];
  // Behind the last code of the list that is there.
  const at = comment.index + comment[0].length - 1;
  const separator = codes.trim() === '' ? '' : ', ';
  const edit = insert(source, { line, character: at }, `${separator}${finding.code}`);
  return [{ title, edits: [edit], safe: false, hides: true }];
};
