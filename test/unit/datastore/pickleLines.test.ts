import { describe, expect, it } from 'vitest';
import {
  countOf,
  layOut,
  readPickle,
  shapeOf,
  type PyValue,
} from '../../../runner/datastore/pickle';

const int = (value: number): PyValue => ({ kind: 'int', value });
const str = (value: string): PyValue => ({ kind: 'str', value });
const list = (...items: PyValue[]): PyValue => ({ kind: 'list', items });
const text = (value: PyValue, max = 10_000): string => layOut(value, max).text;

describe('a value over lines', () => {
  it('stays on one line when it fits', () => {
    expect(text(list(int(1), str('a')))).toBe("[1, 'a']");
    expect(text({ kind: 'none' })).toBe('None');
  });

  it('is what a text says, not how Python writes it', () => {
    expect(layOut(str('one\ntwo'), 100)).toEqual({ text: 'one\ntwo', cut: false });
    expect(layOut(str('abc'), 2)).toEqual({ text: 'ab', cut: true });
  });

  it('is indented by what holds it, short items side by side', () => {
    const numbers = list(...Array.from({ length: 40 }, (_, at) => int(at)));
    const entries: [PyValue, PyValue][] = [
      [str('numbers'), numbers],
      [str('note'), str('n'.repeat(90))],
      [str('none'), list()],
    ];
    expect(text({ kind: 'dict', entries }).split('\n')).toEqual([
      '{',
      "    'numbers': [",
      '        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24,',
      '        25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39,',
      '    ],',
      `    'note': '${'n'.repeat(90)}',`,
      "    'none': [],",
      '}',
    ]);
  });

  it('says where more was left out', () => {
    const items = Array.from({ length: 60 }, () => str('long enough to stand alone'));
    const cut: PyValue = { kind: 'list', items, truncated: true };
    expect(text(cut).split('\n').slice(-2)).toEqual(['    …,', ']']);
    expect(layOut(cut, 100).cut).toBe(true);
  });

  it('ends, however a value holds itself', () => {
    const items: PyValue[] = Array.from({ length: 60 }, () => str('long enough to stand alone'));
    const cycle: PyValue = { kind: 'list', items };
    items.push(cycle);
    expect(text(cycle).length).toBeLessThan(10_000);
    let deep: PyValue = list(str('x'.repeat(120)));
    for (let level = 0; level < 1_000; level += 1) deep = list(deep, str('y'.repeat(120)));
    expect(text(deep, 50_000)).toContain('…');
  });
});

describe('the size of a value', () => {
  it('is the number of items of what holds some, when all were read', () => {
    expect(countOf(list(int(1), int(2)))).toBe(2);
    expect(countOf({ kind: 'dict', entries: [[str('a'), int(1)]] })).toBe(1);
    expect(countOf({ kind: 'list', items: [int(1)], truncated: true })).toBeUndefined();
    expect(countOf(str('abc'))).toBeUndefined();
  });

  it('is no shape for a plain value', () => {
    expect(shapeOf(int(1))).toBeUndefined();
    expect(shapeOf(readPickle(Buffer.from('\x80\x04]\x94.', 'latin1')))).toBeUndefined();
  });
});
