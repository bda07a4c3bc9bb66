/** One line of a log: when, which stream, and its pieces with what was found marked. */
import { formatClock } from '../../runner/drawing/format';
import { t } from '../shared/l10n';
import { el, type View } from '../shared/view';
import { pieces, type Piece } from './ansi';
import type { KeptLine, Match } from './logWindow';

export const LINE_HEIGHT = 18;
const FRAME = /^\s*File "([^"]+)", line (\d+)/;

export function logRow(
  line: KeptLine,
  number: number,
  matches: readonly Match[],
  current: Match | undefined,
  openSource: (file: string, line: number) => void,
): View {
  const error = line.stream === 'stderr';
  return el(
    'div',
    { class: error ? 'log-line stderr' : 'log-line', 'data-line': number },
    el('span', { class: 'log-time' }, formatClock(line.at, true)),
    el('span', { class: 'log-stream', title: line.stream }, error ? t('err') : ''),
    el(
      'span',
      { class: 'log-text' },
      ...linked(
        line,
        mark(pieces(line.carried, line.text), matches, current).map(pieceView),
        openSource,
      ),
    ),
  );
}

/** A line of a Python traceback that names a file leads there. */
function linked(
  line: KeptLine,
  parts: readonly (View | string)[],
  openSource: (file: string, line: number) => void,
): readonly (View | string)[] {
  const [, file, number] = FRAME.exec(line.text) ?? [];
  if (file === undefined || file.startsWith('<')) return parts;
  const open = () => openSource(file, Number(number));
  return [el('button', { type: 'button', class: 'log-link', on: { click: open } }, ...parts)];
}

interface MarkedPiece extends Piece {
  readonly mark?: 'found' | 'current';
}

/** Cuts the pieces where a match begins or ends. */
export function mark(
  parts: readonly Piece[],
  matches: readonly Match[],
  current: Match | undefined,
): readonly MarkedPiece[] {
  if (matches.length === 0) return parts;
  const marked: MarkedPiece[] = [];
  let offset = 0;
  for (const part of parts) {
    const end = offset + part.text.length;
    const cuts = new Set([offset, end]);
    for (const match of matches) {
      if (match.start > offset && match.start < end) cuts.add(match.start);
      if (match.end > offset && match.end < end) cuts.add(match.end);
    }
    const places = [...cuts].sort((one, other) => one - other);
    places.slice(0, -1).forEach((from, index) => {
      const text = part.text.slice(from - offset, (places[index + 1] ?? end) - offset);
      const match = matches.find((candidate) => candidate.start <= from && from < candidate.end);
      marked.push(
        match
          ? { ...part, text, mark: match === current ? 'current' : 'found' }
          : { ...part, text },
      );
    });
    offset = end;
  }
  return marked;
}

function pieceView(piece: MarkedPiece): View | string {
  const classes = [...piece.classes, ...(piece.mark ? [`mark-${piece.mark}`] : [])];
  if (classes.length === 0 && !piece.color && !piece.background) return piece.text;
  const style = {
    ...(piece.color === undefined ? {} : { color: piece.color }),
    ...(piece.background === undefined ? {} : { 'background-color': piece.background }),
  };
  return el(piece.mark ? 'mark' : 'span', { class: classes.join(' '), style }, piece.text);
}
