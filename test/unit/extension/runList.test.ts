import { describe, expect, it } from 'vitest';
import { applyChange, endedBetween, runsOf, sameRun } from '../../../extension/runList';
import type { RunState, RunSummary } from '../../../runner/runs/model';

function summary(
  run: string,
  state: RunState = 'succeeded',
  more: Partial<RunSummary> = {},
): RunSummary {
  return {
    ref: { root: '/r', flow: 'F', run },
    state,
    startedAt: Number(run),
    user: 'ada',
    tags: [],
    done: 0,
    expected: 0,
    ...more,
  };
}
const ids = (runs: readonly RunSummary[]) => runs.map(({ ref }) => ref.run);

describe('applyChange', () => {
  it('adds new runs at their place, newest first', () => {
    const list = applyChange([summary('3'), summary('1')], [summary('2'), summary('4')], []);
    expect(ids(list)).toEqual(['4', '3', '2', '1']);
  });

  it('replaces a run that looks different and drops one that is gone', () => {
    const list = applyChange(
      [summary('2', 'running'), summary('1')],
      [summary('2', 'failed')],
      [summary('1').ref],
    );
    expect(list).toEqual([summary('2', 'failed')]);
  });

  it('takes runs of equal ids in two datastores for two', () => {
    const other = summary('1', 'succeeded', { ref: { root: '/other', flow: 'F', run: '1' } });
    expect(applyChange([summary('1')], [other], [])).toHaveLength(2);
    expect(sameRun(other.ref, summary('1').ref)).toBe(false);
  });
});

it('finds the runs of a file, and those that do not tell theirs', () => {
  const list = [
    summary('3', 'failed', { file: '/b.py' }),
    summary('2', 'failed', { file: '/a.py' }),
    summary('1'),
  ];
  expect(ids(runsOf(list, 'F', '/a.py'))).toEqual(['2', '1']);
  expect(ids(runsOf(list, 'F'))).toEqual(['3', '2', '1']);
  expect(runsOf(list, 'G')).toEqual([]);
});

it('tells of the runs that ended, not of those that had ended before', () => {
  const before = [summary('3', 'running'), summary('2', 'running'), summary('1', 'failed')];
  const after = [summary('3', 'running'), summary('2', 'failed'), summary('1', 'failed')];
  expect(ids(endedBetween(before, after))).toEqual(['2']);
});
