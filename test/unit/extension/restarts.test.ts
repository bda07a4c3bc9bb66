import { describe, expect, it } from 'vitest';
import { restartAfter, restartDelay } from '../../../extension/restarts';

describe('restartAfter', () => {
  const limit = { times: 2, within: 1000 };

  it('allows as many ends as the limit, then none', () => {
    const first = restartAfter([], 0, limit);
    const second = restartAfter(first ?? [], 10, limit);
    expect(second).toEqual([0, 10]);
    expect(restartAfter(second ?? [], 20, limit)).toBeUndefined();
  });

  it('forgets ends that are long ago', () => {
    expect(restartAfter([0, 10], 1005, limit)).toEqual([10, 1005]);
  });
});

it('waits longer after each end, up to eight seconds', () => {
  expect([1, 2, 3, 4, 5, 6, 7].map(restartDelay)).toEqual([0, 500, 1000, 2000, 4000, 8000, 8000]);
});
