/** Values over several lines, as Python's `pprint` would set them: what fits stays on its line, the rest is indented. */
import type { Piece } from './known/known';
import { recognize } from './known/recognize';
import { repr } from './repr';
import type { PyValue } from './value';

/** Characters of a line. */
const WIDTH = 100;
const INDENT = '    ';
/** Items up to this length stand beside each other. */
const SHORT = 12;
/** Deeper values stay on one line. */
const MAX_DEPTH = 20;
/** Characters of one value that stays on one line however long it is. */
const LONGEST_LINE = 2_000;

export interface LaidOut {
  readonly text: string;
  /** More of the value is known than the text has room for. */
  readonly cut: boolean;
}

/**
 * @param max characters of the text, about; a str by itself is shown as what it says, not as Python writes it.
 */
export function layOut(value: PyValue, max: number): LaidOut {
  if (value.kind === 'str') {
    return { text: value.value.slice(0, max), cut: value.value.length > max };
  }
  const page = new Page(max);
  page.value(value, '', 0);
  return { text: page.text, cut: page.full };
}

class Page {
  text = '';
  /** Containers that are being laid out: meeting one again means a cycle. */
  readonly #open = new Set<PyValue>();

  constructor(private readonly max: number) {}

  get full(): boolean {
    return this.text.length > this.max;
  }

  /** @param used characters of the line before it. */
  value(value: PyValue, indent: string, used: number): void {
    if (this.full) return;
    const room = WIDTH - used;
    const line = repr(value, Math.max(room, 0) + 1);
    const parts = partsOf(value);
    if (line.length <= room || !parts) this.text += line.length <= room ? line : longLine(value);
    else if (this.#open.has(value) || this.#open.size >= MAX_DEPTH) this.text += longLine(value);
    else {
      this.#open.add(value);
      this.#lines(parts, indent);
      this.#open.delete(value);
    }
  }

  #lines({ opening, rows, closing }: Parts, indent: string): void {
    this.text += opening;
    const inner = indent + INDENT;
    let column = WIDTH;
    for (const { label, value } of rows) {
      if (this.full) return;
      // Numbers and short words share a line.
      const short = label === '' && value && !partsOf(value) ? repr(value, SHORT + 1) : undefined;
      if (short !== undefined && short.length <= SHORT) {
        const fits = column + short.length + 2 <= WIDTH;
        this.text += fits ? ` ${short},` : `\n${inner}${short},`;
        column = (fits ? column + 1 : inner.length) + short.length + 1;
        continue;
      }
      column = WIDTH;
      this.text += `\n${inner}${label}`;
      if (value) this.value(value, inner, inner.length + label.length + 1);
      this.text += ',';
    }
    this.text += `\n${indent}${closing}`;
  }
}

interface Parts {
  readonly opening: string;
  readonly rows: readonly { readonly label: string; readonly value?: PyValue }[];
  readonly closing: string;
}

const BRACKETS: { readonly [kind: string]: readonly [opening: string, closing: string] } = {
  list: ['[', ']'],
  tuple: ['(', ')'],
  set: ['{', '}'],
  frozenset: ['frozenset({', '})'],
};
/** What was left out when the value was read. */
const MORE = { label: '…' };

/** Undefined for values that have no parts, or none that are shown. */
function partsOf(value: PyValue): Parts | undefined {
  switch (value.kind) {
    case 'list':
    case 'tuple':
    case 'set':
    case 'frozenset': {
      const [opening = '', closing = ''] = BRACKETS[value.kind] ?? [];
      const rows = value.items.map((item) => ({ label: '', value: item }));
      return { opening, rows: value.truncated ? [...rows, MORE] : rows, closing };
    }
    case 'dict': {
      const rows = value.entries.map(([key, item]) => ({
        label: `${repr(key, WIDTH)}: `,
        value: item,
      }));
      return { opening: '{', rows: value.truncated ? [...rows, MORE] : rows, closing: '}' };
    }
    case 'object':
      return partsOfKnown(recognize(value)?.repr);
    default:
      return undefined;
  }
}

/** `array(shape=(2, 2), values=` `[…]` `)`: texts around one value, whose own parts are then laid out. */
function partsOfKnown(pieces: readonly Piece[] | undefined): Parts | undefined {
  let [opening, closing] = ['', ''];
  let inside: PyValue | undefined;
  for (const piece of pieces ?? []) {
    if (typeof piece !== 'string') {
      if (inside) return undefined;
      inside = piece;
    } else if (inside) closing += piece;
    else opening += piece;
  }
  return inside && { opening, rows: [{ label: '', value: inside }], closing };
}

function longLine(value: PyValue): string {
  return repr(value, LONGEST_LINE);
}
