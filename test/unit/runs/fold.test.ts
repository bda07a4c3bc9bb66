import { describe, expect, it } from 'vitest';
import type { RunEventBody } from '../../../runner/events';
import { endFold, foldEvent, foldEvents, startFold, type RunFold } from '../../../runner/runs/fold';
import type { StepModel } from '../../../runner/runs/model';
import { modelOf, tasksPage } from '../../../runner/runs/stepModels';
import { begin, describeFlow, eventsOf, finish, over, REF, split, START, started } from './events';

const fold = (...bodies: RunEventBody[]): RunFold =>
  foldEvents(startFold(REF), eventsOf(...bodies));
const step = (state: RunFold, name: string): StepModel => {
  const found = modelOf(state).steps.find((one) => one.name === name);
  if (!found) throw new Error(`no step ${name}`);
  return found;
};
/** `fit 1/3 running`: name, tasks that succeeded, expected, state. */
const story = (state: RunFold): string[] =>
  modelOf(state).steps.map(
    (one) => `${one.name} ${one.counts.succeeded}/${one.expected ?? '?'} ${one.state}`,
  );

const SPLIT_IN_THREE = [
  started(),
  begin('start', '1'),
  split('start', '1', 'fit', 3),
  finish('start', '1'),
] as const;

describe('the fold of a run', () => {
  it('shows every step as waiting before the first task', () => {
    expect(story(fold(started()))).toEqual([
      'start 0/1 waiting',
      'fit 0/? waiting',
      'choose 0/1 waiting',
      'end 0/1 waiting',
    ]);
  });

  it('knows how many tasks a foreach has once its split has told', () => {
    expect(step(fold(...SPLIT_IN_THREE), 'fit')).toMatchObject({
      expected: 3,
      state: 'waiting',
      counts: { waiting: 3, running: 0 },
    });
  });

  it('multiplies nested foreaches only when all the outer tasks have split', () => {
    const nested = describeFlow([
      ['start', 'split-foreach', 'outer'],
      ['outer', 'split-foreach', 'inner'],
      ['inner', 'linear', 'join_inner'],
      ['join_inner', 'join', 'join_outer'],
      ['join_outer', 'join', 'end'],
      ['end', 'end'],
    ]);
    const half = [
      started(nested),
      begin('start', '1'),
      split('start', '1', 'outer', 2),
      finish('start', '1'),
      split('outer', '2', 'inner', 4),
    ];
    expect(step(fold(...half), 'inner').expected).toBeUndefined();
    const whole = fold(...half, split('outer', '3', 'inner', 5));
    expect(step(whole, 'inner').expected).toBe(9);
    expect(step(whole, 'join_inner').expected).toBe(2);
    expect(step(whole, 'join_outer').expected).toBe(1);
  });

  it('counts a live step with finished and waiting tasks as running, also between two tasks', () => {
    const between = fold(...SPLIT_IN_THREE, begin('fit', '2', [0]), finish('fit', '2'));
    expect(step(between, 'fit')).toMatchObject({
      state: 'running',
      counts: { waiting: 2, succeeded: 1 },
    });
    expect(step(between, 'fit').endedAt).toBeUndefined();
  });

  it('gives a step its first start and its last end', () => {
    const all = fold(
      ...SPLIT_IN_THREE,
      begin('fit', '2', [0]),
      begin('fit', '3', [1]),
      begin('fit', '4', [2]),
      finish('fit', '3'),
      finish('fit', '2'),
      finish('fit', '4', 'caught'),
    );
    expect(step(all, 'fit')).toMatchObject({
      startedAt: START + 4,
      endedAt: START + 9,
      state: 'caught',
    });
  });

  it('shows a task that will be tried again as retrying, and counts the retry when it comes', () => {
    const waiting = fold(
      ...SPLIT_IN_THREE,
      begin('fit', '2', [0]),
      finish('fit', '2', 'failed', { retryAt: START + 60_000 }),
    );
    expect(step(waiting, 'fit')).toMatchObject({ state: 'retrying', retries: 0 });
    expect(modelOf(waiting).failure).toBeUndefined();
    const again = foldEvents(waiting, eventsOf(begin('fit', '2', [0], 1)));
    expect(step(again, 'fit')).toMatchObject({ state: 'running', retries: 1 });
    expect(tasksPage(again, { step: 'fit', offset: 0, limit: 9 }).tasks).toMatchObject([
      {
        task: '2',
        attempts: [
          { attempt: 0, state: 'failed' },
          { attempt: 1, state: 'running' },
        ],
      },
    ]);
  });

  it('keeps the first failure that will not be tried again', () => {
    const failed = fold(
      ...SPLIT_IN_THREE,
      begin('fit', '2', [0]),
      begin('fit', '3', [1]),
      finish('fit', '3', 'failed'),
      finish('fit', '2', 'failed'),
      over('failed'),
    );
    expect(modelOf(failed)).toMatchObject({
      state: 'failed',
      endedAt: START + 8,
      failure: { step: 'fit', task: '3', attempt: 0, error: { message: 'ValueError: no' } },
    });
    expect(story(failed)).toEqual([
      'start 1/1 succeeded',
      'fit 0/3 failed',
      'choose 0/1 waiting',
      'end 0/1 waiting',
    ]);
  });

  it('settles what was cut off when the run ends', () => {
    const cut = [
      ...SPLIT_IN_THREE,
      begin('fit', '2', [0]),
      begin('fit', '3', [1]),
      finish('fit', '3', 'failed', { retryAt: START + 60_000 }),
    ];
    expect(step(fold(...cut, over('cancelled')), 'fit').counts).toMatchObject({
      cancelled: 1,
      failed: 1,
      running: 0,
      retrying: 0,
    });
    expect(step(endFold(fold(...cut), 'interrupted', undefined), 'fit').counts).toMatchObject({
      interrupted: 2,
    });
  });

  it('leaves earlier states as they were', () => {
    const before = fold(...SPLIT_IN_THREE, begin('fit', '2', [0]));
    const seen = structuredClone({ model: modelOf(before), page: tasksPage(before, ALL) });
    for (const branch of ['succeeded', 'failed'] as const) {
      const after = foldEvents(before, eventsOf(finish('fit', '2', branch), begin('fit', branch)));
      expect(tasksPage(after, ALL).tasks.map((task) => task.state)).toEqual([
        'succeeded',
        branch,
        'running',
      ]);
    }
    expect({ model: modelOf({ ...before }), page: tasksPage(before, ALL) }).toEqual(seen);
  });

  it('gives the later steps of a foreach body the text of their item', () => {
    const long = describeFlow([
      ['start', 'split-foreach', 'fit'],
      ['fit', 'linear', 'score'],
      ['score', 'linear', 'choose'],
      ['choose', 'join', 'end'],
      ['end', 'end'],
    ]);
    const first = { ...begin('fit', '2', [1]), value: 'ridge' } as RunEventBody;
    const state = fold(started(long), first, begin('score', '3', [1]), begin('choose', '4'));
    expect(tasksPage(state, ALL).tasks.map(({ value }) => value)).toEqual([
      'ridge',
      'ridge',
      undefined,
    ]);
  });

  it('ignores the end of an attempt that it never saw begin', () => {
    const before = fold(...SPLIT_IN_THREE);
    expect(foldEvents(before, eventsOf(finish('fit', '99')))).toBe(before);
  });
});

const ALL = { offset: 0, limit: 500 };

describe('pages of tasks', () => {
  const big = foldEvents(
    fold(started(), begin('start', '1'), split('start', '1', 'fit', 10_000), finish('start', '1')),
    eventsOf(
      ...Array.from({ length: 10_000 }, (_, index) => begin('fit', String(index + 2), [index])),
    ),
  );

  it('cuts pages across steps in the order of the graph', () => {
    const page = tasksPage(big, { offset: 0, limit: 3 });
    expect(page.total).toBe(10_001);
    expect(page.tasks.map(({ step: name, task }) => `${name}/${task}`)).toEqual([
      'start/1',
      'fit/2',
      'fit/3',
    ]);
    expect(tasksPage(big, { offset: 9_999, limit: 10 }).tasks.map((task) => task.task)).toEqual([
      '10000',
      '10001',
    ]);
  });

  it('never gives more than 500 at once', () => {
    expect(tasksPage(big, { step: 'fit', offset: 0, limit: 9_999 }).tasks).toHaveLength(500);
  });

  it('counts and cuts only the states that were asked for', () => {
    const some = foldEvents(
      big,
      eventsOf(finish('fit', '5000', 'failed'), finish('fit', '7', 'failed')),
    );
    const page = tasksPage(some, { states: ['failed'], offset: 1, limit: 5 });
    expect(page).toMatchObject({ total: 2, tasks: [{ task: '5000' }] });
  });

  it('shares all tasks but the neighbours of the one that changed', () => {
    const next = foldEvent(big, { v: 1, t: START, ...finish('fit', '5000') });
    const shared = next.steps
      .get('fit')
      ?.tasks.chunks.filter((chunk) => big.steps.get('fit')?.tasks.chunks.includes(chunk));
    expect(shared).toHaveLength(78);
    expect(next.steps.get('fit')?.tasks.chunks).toHaveLength(79);
  });
});
