/** Refactorings of snippets: `«selection»`, or `¦` where the cursor stands. */
import { analyse } from '../snippet';
import { read } from '../snippet';
import { applied } from '../../../../runner/analysis/refactor/applied';
import { refactoringsAt, type Refactoring } from '../../../../runner/analysis/refactor/index';
import type { Range } from '../../../../runner/analysis/positions';
import type { PythonParser } from '../../../../runner/analysis/source/parser';

export function withSelection(marked: string): { text: string; range: Range } {
  const text = marked.replaceAll(/[«»¦]/g, '');
  const cursor = marked.indexOf('¦');
  const start = cursor >= 0 ? cursor : marked.indexOf('«');
  const end = cursor >= 0 ? cursor : marked.indexOf('»') - 1;
  if (start < 0 || end < start) throw new Error('nothing is selected in the snippet');
  const at = (offset: number) => {
    const before = text.slice(0, offset).split('\n');
    return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
  };
  return { text, range: { start: at(start), end: at(end) } };
}

export function refactoringsIn(parser: PythonParser, marked: string): Refactoring[] {
  const { text, range } = withSelection(marked);
  const [flow] = analyse(parser, text);
  if (!flow) throw new Error('no flow in the snippet');
  return refactoringsAt({
    flow,
    module: read(parser, text),
    text,
    range,
    parser,
    family: () => [flow],
  });
}

/** The text afterwards; why not, when it is refused; `not offered`. */
export function refactored(
  parser: PythonParser,
  kind: Refactoring['kind'],
  marked: string,
  decorator?: string,
): string {
  const found = refactoringsIn(parser, marked).find(
    (each) => each.kind === kind && (each.kind !== 'decorate' || each.decorator === decorator),
  );
  if (!found) return 'not offered';
  return 'refused' in found ? found.refused : applied(withSelection(marked).text, found.edits);
}
