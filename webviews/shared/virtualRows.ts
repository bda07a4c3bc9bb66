/** A long list of rows of one height: only those in sight are in the document. */
import { patch, type View } from './view';

export interface Range {
  readonly first: number;
  /** Exclusive. */
  readonly end: number;
}

/** Rows that a frame shows, and a few around them so that scrolling never shows a gap. */
export function visibleRange(
  scrollTop: number,
  frameHeight: number,
  rowHeight: number,
  count: number,
  around = 12,
): Range {
  const first = Math.max(0, Math.floor(scrollTop / rowHeight) - around);
  const end = Math.min(count, Math.ceil((scrollTop + frameHeight) / rowHeight) + around);
  return { first: Math.min(first, Math.max(0, count - 1)), end: Math.max(end, 0) };
}

export interface VirtualRows {
  /** Draws `count` rows anew. */
  update(count: number): void;
  /** The rows drawn now. */
  range(): Range;
  scrollTo(index: number, where: 'nearest' | 'center'): void;
}

/** `scroller` scrolls; `body` inside it holds the rows between two spacers. */
export function virtualRows(
  scroller: HTMLElement,
  body: HTMLElement,
  rowHeight: number,
  drawRow: (index: number) => View,
  onRange: (range: Range) => void = () => undefined,
): VirtualRows {
  let count = 0;
  let range: Range = { first: 0, end: 0 };
  const draw = () => {
    // A frame without a height (a hidden tab, a test) draws one page.
    const height = scroller.clientHeight || 600;
    range = visibleRange(scroller.scrollTop - body.offsetTop, height, rowHeight, count);
    body.style.height = `${count * rowHeight}px`;
    const rows: View[] = [];
    for (let index = range.first; index < range.end; index += 1) rows.push(drawRow(index));
    body.style.setProperty('--first-row', `${range.first * rowHeight}px`);
    patch(body, rows);
    onRange(range);
  };
  scroller.addEventListener('scroll', draw, { passive: true });
  new ResizeObserver(draw).observe(scroller);
  return {
    update: (rows) => {
      count = rows;
      draw();
    },
    range: () => range,
    scrollTo: (index, where) => {
      const top = body.offsetTop + index * rowHeight;
      const height = scroller.clientHeight || 600;
      const covered = body.offsetTop;
      if (where === 'center') scroller.scrollTop = top - height / 2;
      else if (top - covered < scroller.scrollTop) scroller.scrollTop = top - covered;
      else if (top + rowHeight > scroller.scrollTop + height) {
        scroller.scrollTop = top + rowHeight - height;
      }
      draw();
    },
  };
}
