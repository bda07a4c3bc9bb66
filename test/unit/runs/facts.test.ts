import { describe, expect, it } from 'vitest';
import { factsOf } from '../../../runner/runs/facts';
import { endFold, foldEvents, startFold } from '../../../runner/runs/fold';
import { modelOf } from '../../../runner/runs/stepModels';
import { summaryOfFold } from '../../../runner/runs/summaries';
import { begin, eventsOf, finish, over, REF, split, START, started } from './events';

const FAILED = foldEvents(
  startFold(REF),
  eventsOf(
    started(),
    begin('start', '1'),
    split('start', '1', 'fit', 3),
    finish('start', '1'),
    begin('fit', '2', [0]),
    begin('fit', '3', [2]),
    finish('fit', '2'),
    finish('fit', '3', 'failed'),
    over('failed'),
  ),
);

describe('what is said about a run elsewhere', () => {
  it('has the facts of its steps', () => {
    expect(factsOf(modelOf(FAILED))).toEqual({
      flow: 'SweepFlow',
      file: '/flows/sweep.py',
      run: { root: REF.root, id: REF.run, state: 'failed', startedAt: START, duration: 8 },
      steps: {
        start: {
          state: 'succeeded',
          startedAt: START + 1,
          duration: 2,
          tasks: { done: 1, failed: 0, expected: 1 },
        },
        fit: {
          state: 'failed',
          startedAt: START + 4,
          duration: 3,
          tasks: { done: 1, failed: 1, expected: 3 },
        },
        choose: { state: 'waiting', tasks: { done: 0, failed: 0, expected: 1 } },
        end: { state: 'waiting', tasks: { done: 0, failed: 0, expected: 1 } },
      },
    });
  });

  it('has a row that names the place of the failure', () => {
    expect(summaryOfFold(FAILED)).toEqual({
      ref: REF,
      state: 'failed',
      startedAt: START,
      endedAt: START + 8,
      user: 'ada',
      tags: ['night'],
      file: '/flows/sweep.py',
      failedAt: 'fit[2]',
      done: 2,
      expected: 6,
    });
  });

  it('has no end for a run that was interrupted', () => {
    const running = foldEvents(startFold(REF), eventsOf(started(), begin('start', '1')));
    const { state, endedAt } = summaryOfFold(endFold(running, 'interrupted', undefined));
    expect([state, endedAt]).toEqual(['interrupted', undefined]);
  });
});
