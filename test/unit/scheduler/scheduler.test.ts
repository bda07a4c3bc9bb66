import { describe, expect, it } from 'vitest';
import { taskKey } from '../../../runner/scheduler/types';
import { flowOf, stepNamed } from './graphs';
import { Simulation } from './simulation';

const linear = flowOf([stepNamed('start', ['end']), stepNamed('end', [])]);
const foreach = flowOf([
  stepNamed('start', ['work'], { type: 'split-foreach' }),
  stepNamed('work', ['join']),
  stepNamed('join', ['end'], { join: true }),
  stepNamed('end', []),
]);
const branches = flowOf([
  stepNamed('start', ['a', 'b']),
  stepNamed('a', ['a2']),
  stepNamed('a2', ['join']),
  stepNamed('b', ['join']),
  stepNamed('join', ['end'], { join: true }),
  stepNamed('end', []),
]);
const retrying = (times: number, minutes: number, caught = false) =>
  flowOf([
    stepNamed('start', ['end'], { retry: { times, minutes }, caught }),
    stepNamed('end', []),
  ]);

describe('the order of work', () => {
  it('starts with the start step, whose input is the parameters task', () => {
    const run = new Simulation(linear).begin();
    expect(run.launches).toMatchObject([
      { task: 'start[]', step: 'start', attempt: 0, inputs: ['_parameters[]'] },
    ]);
  });

  it('ends successfully after the end step', () => {
    const run = new Simulation(linear).begin();
    run.succeed('start[]');
    expect(run.finish).toBeUndefined();
    run.succeed('end[]');
    expect(run.finish).toEqual({ type: 'finish', result: 'succeeded' });
  });

  it('starts both branches of a split together and their join after the later one', () => {
    const run = new Simulation(branches).begin();
    run.succeed('start[]');
    expect(run.runningKeys).toEqual(['a[]', 'b[]']);
    run.succeed('b[]');
    run.succeed('a[]');
    expect(run.runningKeys).toEqual(['a2[]']);
    run.succeed('a2[]');
    expect(run.runningKeys).toEqual(['join[]']);
  });

  it('gives a join of branches its inputs in the order of the branches, whichever ended first', () => {
    const run = new Simulation(branches).begin();
    for (const key of ['start[]', 'b[]', 'a[]', 'a2[]']) run.succeed(key);
    expect(run.launches.at(-1)?.inputs).toEqual(['a2[]', 'b[]']);
  });

  it('joins foreach siblings in split order when they finish out of order', () => {
    const run = new Simulation(foreach, new Map([['start', 3]])).begin();
    for (const key of ['start[]', 'work[2]', 'work[0]', 'work[1]']) run.succeed(key);
    expect(run.launches.at(-1)).toMatchObject({
      task: 'join[]',
      inputs: ['work[0]', 'work[1]', 'work[2]'],
    });
  });

  it('tells each foreach task which item it gets', () => {
    const run = new Simulation(foreach, new Map([['start', 2]])).begin();
    run.succeed('start[]');
    expect(run.launches.slice(1)).toMatchObject([
      { task: 'work[0]', indices: [0], splitIndex: 0, inputs: ['start[]'] },
      { task: 'work[1]', indices: [1], splitIndex: 1, inputs: ['start[]'] },
    ]);
  });

  it('joins every level of a nested foreach by itself', () => {
    const nested = flowOf([
      stepNamed('start', ['outer'], { type: 'split-foreach' }),
      stepNamed('outer', ['inner'], { type: 'split-foreach' }),
      stepNamed('inner', ['innerJoin']),
      stepNamed('innerJoin', ['outerJoin'], { join: true }),
      stepNamed('outerJoin', ['end'], { join: true }),
      stepNamed('end', []),
    ]);
    const sizes = new Map([
      ['start', 2],
      ['outer', 2],
    ]);
    const run = new Simulation(nested, sizes).begin();
    for (const key of ['start[]', 'outer[0]', 'outer[1]', 'inner[1,1]', 'inner[1,0]']) {
      run.succeed(key);
    }
    expect(run.launches.at(-1)).toMatchObject({
      task: 'innerJoin[1]',
      indices: [1],
      inputs: ['inner[1,0]', 'inner[1,1]'],
    });
    for (const key of ['innerJoin[1]', 'inner[0,0]', 'inner[0,1]', 'innerJoin[0]']) {
      run.succeed(key);
    }
    expect(run.launches.at(-1)).toMatchObject({
      task: 'outerJoin[]',
      inputs: ['innerJoin[0]', 'innerJoin[1]'],
    });
  });
});

describe('workers', () => {
  it('never runs more tasks at once than there are workers, first items first', () => {
    const run = new Simulation(foreach, new Map([['start', 5]]), { maxWorkers: 2 }).begin();
    run.succeed('start[]');
    expect(run.runningKeys).toEqual(['work[0]', 'work[1]']);
    run.succeed('work[1]');
    expect(run.runningKeys).toEqual(['work[0]', 'work[2]']);
  });

  it('keeps a foreach of ten thousand as one entry', () => {
    const run = new Simulation(foreach, new Map([['start', 10_000]]), {
      maxNumSplits: 10_000,
      maxWorkers: 4,
    }).begin();
    run.succeed('start[]');
    expect(JSON.stringify(run.state.ready).length).toBeLessThan(300);
    for (let index = 0; index < 10_000; index++) run.succeed(`work[${String(index)}]`);
    run.succeed('join[]');
    run.succeed('end[]');
    expect(run.finish?.result).toBe('succeeded');
  });
});

describe('gangs', () => {
  const gang = flowOf([
    stepNamed('start', ['work'], { type: 'split-parallel' }),
    stepNamed('work', ['join'], { retry: { times: 1, minutes: 0 } }),
    stepNamed('join', ['end'], { join: true }),
    stepNamed('end', []),
  ]);
  const begun = (maxWorkers = 16): Simulation => {
    const run = new Simulation(gang, new Map(), { maxWorkers }, { gangs: new Map([['start', 3]]) });
    run.begin().succeed('start[]');
    return run;
  };

  it('start together, however few workers there are', () => {
    const run = begun(1);
    expect(run.runningKeys).toEqual(['work[0]', 'work[1]', 'work[2]']);
    expect(run.launches.at(-1)).toMatchObject({
      inputs: ['start[]'],
      gang: { nodes: 3, index: 2, control: 'work[0]' },
    });
    expect(run.launches.at(-1)).not.toHaveProperty('splitIndex');
  });

  it('are joined, control task first, when all have ended well', () => {
    const run = begun();
    for (const key of ['work[2]', 'work[0]']) run.succeed(key);
    expect(run.runningKeys).toEqual(['work[1]']);
    run.succeed('work[1]');
    expect(run.launches.at(-1)?.inputs).toEqual(['work[0]', 'work[1]', 'work[2]']);
  });

  it('are stopped when one fails, and all tried again', () => {
    const run = begun();
    run.succeed('work[0]');
    run.fail('work[1]');
    expect(run.commands.at(-1)).toEqual({ type: 'stop', tasks: ['work[2]'], reason: 'gang' });
    run.fail('work[2]');
    expect(run.launches.slice(-3).map(({ task, attempt }) => `${task} ${String(attempt)}`)).toEqual(
      ['work[0] 1', 'work[1] 1', 'work[2] 1'],
    );
    run.fail('work[0]');
    for (const key of ['work[1]', 'work[2]']) run.succeed(key);
    expect(run.finish).toMatchObject({
      result: 'failed',
      failure: { task: 'work[0]', attempt: 1 },
    });
  });
});

describe('choices', () => {
  const choice = flowOf([
    stepNamed('start', ['a', 'b'], { type: 'split-switch' }),
    stepNamed('a', ['end']),
    stepNamed('b', ['end']),
    stepNamed('end', []),
  ]);

  it.each([
    ['another step', ['end']],
    ['several at once', ['a', 'b']],
    ['none', []],
  ])('refuse %s', (_, next) => {
    const run = new Simulation(choice, new Map(), {}, {}).begin();
    run.send({ type: 'succeeded', task: taskKey('start', []), transition: { next } });
    expect(run.finish).toMatchObject({
      result: 'failed',
      failure: { task: 'start[]', reason: { kind: 'wrong-transition', next } },
    });
  });
});

describe('failures', () => {
  it('repeats an attempt at once when no minutes lie between', () => {
    const run = new Simulation(retrying(1, 0)).begin();
    run.fail('start[]');
    expect(run.launches.map((launch) => launch.attempt)).toEqual([0, 1]);
    run.succeed('start[]');
    expect(run.runningKeys).toEqual(['end[]']);
  });

  it('asks to wait before it repeats, without holding a worker', () => {
    const run = new Simulation(retrying(1, 3)).begin();
    run.fail('start[]');
    expect(run.waits).toMatchObject([{ task: 'start[]', attempt: 1, minutes: 3 }]);
    expect(run.runningKeys).toEqual([]);
    expect(run.finish).toBeUndefined();
    run.wake();
    expect(run.launches.map((launch) => launch.attempt)).toEqual([0, 1]);
  });

  it('repeats at once when nobody chose a time: the default of two minutes is meant for the cloud', () => {
    const run = new Simulation(retrying(1, 2)).begin();
    run.fail('start[]');
    expect(run.waits).toEqual([]);
    expect(run.launches.map((launch) => launch.attempt)).toEqual([0, 1]);
  });

  it('fails the run after the last attempt and names it', () => {
    const run = new Simulation(retrying(1, 0)).begin();
    run.fail('start[]');
    run.fail('start[]');
    expect(run.finish).toEqual({
      type: 'finish',
      result: 'failed',
      failure: { task: 'start[]', attempt: 1, reason: { kind: 'attempts-exhausted' } },
    });
  });

  it('gives @catch attempts after the ones that run the code, and does not wait for them', () => {
    const run = new Simulation(retrying(1, 5, true)).begin();
    run.fail('start[]');
    run.wake();
    run.fail('start[]');
    expect(run.launches.at(-1)).toMatchObject({ attempt: 2, userAttempts: 2 });
    run.succeed('start[]');
    run.succeed('end[]');
    expect(run.finish?.result).toBe('succeeded');
  });

  it('starts nothing new after a failure and lets the running ones end', () => {
    const run = new Simulation(foreach, new Map([['start', 5]]), { maxWorkers: 2 }).begin();
    run.succeed('start[]');
    run.fail('work[0]');
    expect(run.commands.at(-1)).toEqual({ type: 'stop', tasks: ['work[1]'], reason: 'failure' });
    expect(run.finish).toBeUndefined();
    run.succeed('work[1]');
    expect(run.launches).toHaveLength(3);
    expect(run.finish).toMatchObject({ result: 'failed', failure: { task: 'work[0]' } });
  });

  it('does not repeat what fails after the run has failed', () => {
    const flow = flowOf([
      stepNamed('start', ['a', 'b']),
      stepNamed('a', ['join']),
      stepNamed('b', ['join'], { retry: { times: 3, minutes: 0 } }),
      stepNamed('join', ['end'], { join: true }),
      stepNamed('end', []),
    ]);
    const run = new Simulation(flow).begin();
    run.succeed('start[]');
    run.fail('a[]');
    run.fail('b[]');
    expect(run.finish).toMatchObject({ result: 'failed', failure: { task: 'a[]' } });
  });

  it('refuses a foreach above the limit and says how many items it had', () => {
    const run = new Simulation(foreach, new Map([['start', 6]]), { maxNumSplits: 5 }).begin();
    run.succeed('start[]');
    const failure = {
      task: 'start[]',
      attempt: 0,
      reason: { kind: 'too-many-splits', splits: 6, max: 5 },
    };
    expect(run.commands).toContainEqual({ type: 'reject', failure });
    expect(run.finish).toEqual({ type: 'finish', result: 'failed', failure });
  });

  it('refuses a transition to a step that the flow does not have', () => {
    const run = new Simulation(linear).begin();
    run.send({
      type: 'succeeded',
      task: run.launches[0]?.task ?? expect.fail(),
      transition: { next: ['elsewhere'] },
    });
    expect(run.finish).toMatchObject({
      result: 'failed',
      failure: { reason: { kind: 'wrong-transition', next: ['elsewhere'] } },
    });
  });

  it('ends as failed once the running tasks are gone when the run is aborted', () => {
    const run = new Simulation(linear).begin();
    run.send({ type: 'abort' });
    expect(run.commands.at(-1)).toMatchObject({ type: 'stop', reason: 'abort' });
    run.fail('start[]');
    expect(run.finish).toEqual({ type: 'finish', result: 'failed' });
  });
});

describe('cancelling', () => {
  it('stops what runs, starts nothing, and ends when the last task has', () => {
    const run = new Simulation(foreach, new Map([['start', 3]]), { maxWorkers: 2 }).begin();
    run.succeed('start[]');
    run.send({ type: 'cancel' });
    expect(run.commands.at(-1)).toEqual({
      type: 'stop',
      tasks: ['work[0]', 'work[1]'],
      reason: 'cancel',
    });
    run.fail('work[0]');
    run.succeed('work[1]');
    expect(run.launches).toHaveLength(3);
    expect(run.finish).toEqual({ type: 'finish', result: 'cancelled' });
  });

  it('ends at once while the only task waits for its next attempt', () => {
    const run = new Simulation(retrying(2, 10)).begin();
    run.fail('start[]');
    run.send({ type: 'cancel' });
    expect(run.finish).toEqual({ type: 'finish', result: 'cancelled' });
  });

  it('calls the run successful when the end step still made it', () => {
    const run = new Simulation(linear).begin();
    run.succeed('start[]');
    run.send({ type: 'cancel' });
    run.succeed('end[]');
    expect(run.finish?.result).toBe('succeeded');
  });
});
