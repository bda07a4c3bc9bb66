import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { KnownTasks } from '../../../runner/execute/tasks';

describe('when tasks came to be', () => {
  beforeEach(() => void vi.useFakeTimers({ now: 1000 }));
  afterEach(() => void vi.useRealTimers());

  it('differs for tasks of the same millisecond, and never goes back with the clock', () => {
    const tasks = new KnownTasks(() => '1');
    expect([tasks.nextCreation(), tasks.nextCreation()]).toEqual([1000, 1001]);
    vi.setSystemTime(500);
    expect(tasks.nextCreation()).toBe(1002);
    vi.setSystemTime(2000);
    expect(tasks.nextCreation()).toBe(2000);
  });
});
