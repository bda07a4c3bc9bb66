import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { coalesced } from '../../../runner/service/coalesce';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('sends the first change at once, and those of an interval together at its end', () => {
  const send = vi.fn();
  const changes = coalesced(send, 100);
  changes.ask();
  expect(send).toHaveBeenCalledTimes(1);
  for (let count = 0; count < 50; count += 1) changes.ask();
  expect(send).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(100);
  expect(send).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(1_000);
  expect(send).toHaveBeenCalledTimes(2);
  changes.ask();
  expect(send).toHaveBeenCalledTimes(3);
});

it('sends nothing once it is disposed of', () => {
  const send = vi.fn();
  const changes = coalesced(send, 100);
  changes.ask();
  changes.ask();
  changes[Symbol.dispose]();
  vi.advanceTimersByTime(1_000);
  expect(send).toHaveBeenCalledTimes(1);
});
