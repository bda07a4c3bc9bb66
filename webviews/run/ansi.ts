/** Lines of a terminal as styled pieces: colours by theme variables, everything else that a terminal would do left out. */
import Anser from 'anser';

/** What a row can show; the rest of a longer line is told as a number. */
const LONGEST = 4_000;
// ESC [ … letter, ESC ] … BEL or ESC \, and two-character sequences. Colours (ESC [ … m) are kept apart by their letter.
// eslint-disable-next-line no-control-regex
const SEQUENCE = /\x1b(?:\[([0-9;:?]*)([@-~])|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\^_])/g;

export interface Piece {
  readonly text: string;
  readonly classes: readonly string[];
  /** CSS colours, for what the theme has no name for. */
  readonly color?: string;
  readonly background?: string;
}

/** What a terminal would leave of a line: after the last carriage return, without cursor movements. */
export function settle(text: string): string {
  const trimmed = text.replace(/\r+$/, '');
  const last = trimmed.slice(trimmed.lastIndexOf('\r') + 1);
  const colours = last.replace(SEQUENCE, (sequence, _codes, letter) =>
    letter === 'm' ? sequence : '',
  );
  return colours.length <= LONGEST
    ? colours
    : `${colours.slice(0, LONGEST)} … ${colours.length - LONGEST}`;
}

export function plainText(text: string): string {
  return text.replace(SEQUENCE, '');
}

/** The colour sequences that are in force after a line, given those before it. */
export function carryOver(before: string, text: string): string {
  if (!text.includes('\x1b')) return before;
  let carried = before;
  for (const [sequence, codes, letter] of text.matchAll(SEQUENCE)) {
    if (letter !== 'm') continue;
    const resets = codes === '' || codes === '0' || codes === '00';
    carried = resets ? '' : `${carried}${sequence}`;
  }
  // A program that never resets would grow it without end.
  return carried.length > 200 ? carried.slice(carried.lastIndexOf('\x1b')) : carried;
}

/** Styled pieces of one settled line. */
export function pieces(carried: string, text: string): readonly Piece[] {
  if (carried === '' && !text.includes('\x1b')) return [{ text, classes: [] }];
  const entries = new Anser().ansiToJson(carried + text, {
    json: true,
    use_classes: true,
    remove_empty: true,
  });
  return entries.map((entry) => {
    const color = cssColor(entry.fg, entry.fg_truecolor);
    const background = cssColor(entry.bg, entry.bg_truecolor);
    const names = [
      ...entry.decorations.map((decoration) => `ansi-${decoration}`),
      isNamed(entry.fg) ? `${entry.fg}-fg` : '',
      isNamed(entry.bg) ? `${entry.bg}-bg` : '',
    ];
    return {
      text: entry.content,
      classes: names.filter((name) => name !== ''),
      ...(color === undefined ? {} : { color }),
      ...(background === undefined ? {} : { background }),
    };
  });
}

function isNamed(name: string): boolean {
  return /^ansi-(?:bright-)?[a-z]+$/.test(name) && name !== 'ansi-truecolor';
}

function cssColor(name: string, truecolor: string): string | undefined {
  if (name === 'ansi-truecolor') return `rgb(${truecolor})`;
  const index = /^ansi-palette-(\d+)$/.exec(name)?.[1];
  return index === undefined ? undefined : paletteColor(Number(index));
}

/** xterm's 256 colours from 16 on: a cube of 6 × 6 × 6, then 24 greys. */
export function paletteColor(index: number): string {
  if (index >= 232) {
    const grey = 8 + (index - 232) * 10;
    return `rgb(${grey}, ${grey}, ${grey})`;
  }
  const cube = Math.max(0, index - 16);
  const level = (value: number) => (value === 0 ? 0 : 55 + value * 40);
  const parts = [Math.floor(cube / 36), Math.floor(cube / 6) % 6, cube % 6];
  return `rgb(${parts.map(level).join(', ')})`;
}
