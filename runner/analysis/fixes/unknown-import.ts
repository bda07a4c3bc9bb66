import type { FileEdit, FixRule } from './fix';
import { sourceOf, textIn } from './source';

/** Writes the name that was meant, in the import and wherever the file uses it. */
export const unknownImport: FixRule = (finding, context) => {
  const source = sourceOf(finding.file, context);
  const { meant } = finding;
  if (!source || meant === undefined) return [];
  const written = textIn(source, finding.range);
  if (!/^\w+$/.test(written)) return [];
  const edits: FileEdit[] = source.lines.flatMap((line, row) =>
    [...line.matchAll(new RegExp(`\\b${written}\\b`, 'g'))].map(({ index }) => ({
      file: source.file,
      range: {
        start: { line: row, character: index },
        end: { line: row, character: index + written.length },
      },
      newText: meant,
    })),
  );
  return [{ title: `Change to ${meant}`, edits, safe: false }];
};
