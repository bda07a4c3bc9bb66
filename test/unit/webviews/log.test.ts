import { describe, expect, it } from 'vitest';
import type { LogLine } from '../../../runner/service/protocol';
import { carryOver, paletteColor, pieces, plainText, settle } from '../../../webviews/run/ansi';
import { mark } from '../../../webviews/run/logRow';
import { LogWindow } from '../../../webviews/run/logWindow';

const line = (text: string, stream: 'stdout' | 'stderr' = 'stdout'): LogLine => ({
  stream,
  at: 0,
  text,
});

describe('what a terminal would leave of a line', () => {
  it.each([
    ['10 %\r20 %\r30 %', '30 %'],
    ['done\r', 'done'],
    ['\x1b[2K\x1b[1Gmoved \x1b[31mred\x1b[0m', 'moved \x1b[31mred\x1b[0m'],
    ['\x1b]8;;https://example.org\x07link\x1b]8;;\x07', 'link'],
    ['\x1b]0;title\x1b\\text', 'text'],
    ['plain', 'plain'],
  ])('%j', (text, left) => {
    expect(settle(text)).toBe(left);
  });
  it('cuts a line that is too long, and says how much is missing', () => {
    expect(settle('x'.repeat(5_000))).toBe(`${'x'.repeat(4_000)} … 1000`);
  });
});

describe('colours', () => {
  it('are theme colours by name, others by value', () => {
    const parts = pieces('', 'a\x1b[1;31mb\x1b[0m\x1b[38;5;208mc\x1b[48;2;1;2;3md\x1b[0m');
    expect(parts).toEqual([
      { text: 'a', classes: [] },
      { text: 'b', classes: ['ansi-bold', 'ansi-red-fg'] },
      { text: 'c', classes: [], color: 'rgb(255, 135, 0)' },
      { text: 'd', classes: [], color: 'rgb(255, 135, 0)', background: 'rgb(1, 2, 3)' },
    ]);
  });
  it('of the bright row have their own names', () => {
    expect(pieces('', '\x1b[92mok\x1b[0m')[0]?.classes).toEqual(['ansi-bright-green-fg']);
  });
  it('last over the end of a line, until they are reset', () => {
    const carried = carryOver('', '\x1b[31mred');
    expect(pieces(carried, 'still red')[0]?.classes).toEqual(['ansi-red-fg']);
    expect(carryOver(carried, 'over\x1b[0m')).toBe('');
    expect(carryOver(carried, 'plain')).toBe(carried);
  });
  it('follow the 256-colour table', () => {
    expect([16, 21, 196, 231, 232, 255].map(paletteColor)).toEqual([
      'rgb(0, 0, 0)',
      'rgb(0, 0, 255)',
      'rgb(255, 0, 0)',
      'rgb(255, 255, 255)',
      'rgb(8, 8, 8)',
      'rgb(238, 238, 238)',
    ]);
  });
  it('leave the text', () => {
    expect(plainText('\x1b[1mbold\x1b[0m and plain')).toBe('bold and plain');
  });
});

describe('the window', () => {
  it('keeps the newest lines and says that others are gone', () => {
    const window = new LogWindow(10);
    let dropped = 0;
    for (let index = 0; index < 100; index += 1) dropped += window.append([line(`${index}`)]);
    expect(window.length).toBeLessThanOrEqual(15);
    expect(window.length + dropped).toBe(100);
    expect(window.at(window.length - 1)?.text).toBe('99');
    expect(window.skipped).toBe(true);
  });
  it('carries colours within a stream, not across', () => {
    const window = new LogWindow();
    window.append([line('\x1b[31mred'), line('err', 'stderr'), line('more')]);
    expect([0, 1, 2].map((index) => window.at(index)?.carried)).toEqual(['', '', '\x1b[31m']);
  });
  it('finds without regard to case and colours', () => {
    const window = new LogWindow();
    window.append([line('no'), line('Loss \x1b[31mlo\x1b[0mss')]);
    expect(window.find('LOSS')).toEqual([
      { line: 1, start: 0, end: 4 },
      { line: 1, start: 5, end: 9 },
    ]);
    expect(window.find('')).toEqual([]);
  });
});

it('marks what was found across differently coloured pieces', () => {
  const parts = pieces('', 'ab\x1b[31mcd\x1b[0mef');
  const match = { line: 0, start: 1, end: 3 };
  expect(mark(parts, [match], match)).toEqual([
    { text: 'a', classes: [] },
    { text: 'b', classes: [], mark: 'current' },
    { text: 'c', classes: ['ansi-red-fg'], mark: 'current' },
    { text: 'd', classes: ['ansi-red-fg'] },
    { text: 'ef', classes: [] },
  ]);
});
