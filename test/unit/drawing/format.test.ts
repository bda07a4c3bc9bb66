import { describe, expect, it } from 'vitest';
import {
  formatCount,
  formatDuration,
  formatSize,
  formatValue,
  formatWhen,
  shortId,
  taskLabel,
} from '../../../runner/drawing/format';

describe('formatDuration', () => {
  it.each([
    [0, '0 s'],
    [3, '<0.01 s'],
    [20, '0.02 s'],
    [310, '0.31 s'],
    [994, '0.99 s'],
    [996, '1.0 s'],
    [4_200, '4.2 s'],
    [31_400, '31.4 s'],
    [59_940, '59.9 s'],
    [59_970, '1 m'],
    [200_000, '3 m 20 s'],
    [3_599_800, '1 h'],
    [7_500_000, '2 h 5 m'],
    [97_200_000, '1 d 3 h'],
    [-5, '0 s'],
  ])('writes %d ms as %s', (milliseconds, text) => {
    expect(formatDuration(milliseconds)).toBe(text);
  });
});

describe('formatSize', () => {
  it.each([
    [0, '0 B'],
    [24, '24 B'],
    [999, '999 B'],
    [1_204, '1.2 kB'],
    [9_960, '10 kB'],
    [48_213, '48 kB'],
    [999_900, '1.0 MB'],
    [212e6, '212 MB'],
    [3.2e12, '3.2 TB'],
  ])('writes %d bytes as %s', (bytes, text) => {
    expect(formatSize(bytes)).toBe(text);
  });
});

describe('formatWhen', () => {
  const now = new Date(2026, 10, 23, 18, 0).getTime();
  it.each([
    [new Date(2026, 10, 23, 16, 42, 7), '16:42:07'],
    [new Date(2026, 10, 22, 9, 5), 'yesterday 09:05'],
    [new Date(2026, 10, 20, 9, 5), 'Nov 20 09:05'],
    [new Date(2025, 10, 20, 9, 5), 'Nov 20, 2025'],
  ])('tells %s', (date, text) => {
    expect(formatWhen(date.getTime(), now)).toBe(text);
  });

  it('knows yesterday across the end of a month', () => {
    const first = new Date(2026, 11, 1, 8, 0).getTime();
    expect(formatWhen(new Date(2026, 10, 30, 23, 59).getTime(), first)).toBe('yesterday 23:59');
  });
});

it('shortens ids to their last four digits', () => {
  expect(shortId('1795447041582695')).toBe('…2695');
  expect(shortId('12')).toBe('12');
});

it('groups thousands', () => {
  expect([0, 999, 1000, 10_000, 1_234_567].map(formatCount)).toEqual([
    '0',
    '999',
    '1,000',
    '10,000',
    '1,234,567',
  ]);
});

it('writes parameter values on one line', () => {
  expect(formatValue('a b')).toBe('a b');
  expect(formatValue({ $expression: 'lambda: 3' })).toBe('lambda: 3');
  expect(formatValue([1, 'x'])).toBe('[1,"x"]');
  expect(formatValue(null)).toBe('null');
  expect(formatValue('x'.repeat(60), 10)).toBe('xxxxxxxxx…');
});

it('names tasks by their positions', () => {
  expect(taskLabel('train', [11])).toBe('train[11]');
  expect(taskLabel('train', [2, 0])).toBe('train[2,0]');
  expect(taskLabel('start', [])).toBe('start');
});
