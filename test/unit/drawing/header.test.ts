import { describe, expect, it } from 'vitest';
import { describeRun, runDuration, runProgress } from '../../../runner/drawing/header';
import {
  failedModel,
  flowOf,
  penguins,
  runningModel,
  STARTED,
  succeededModel,
} from '../../fixtures/runModels';

const NOW = STARTED + 4_200;

describe('the one line', () => {
  it('counts tasks while it runs', () => {
    expect(describeRun({ model: runningModel, now: NOW }).status).toBe('running 14/21 · 4.2 s');
  });
  it('names the task that failed, by position once that is known', () => {
    const input = { model: failedModel, now: NOW };
    expect(describeRun(input).status).toBe('failed at train · 3.3 s');
    expect(describeRun({ ...input, failedIndices: [11] }).status).toBe(
      'failed at train[11] · 3.3 s',
    );
    expect(describeRun(input).cause).toContain('learning rate must be positive');
  });
});

describe('the second line', () => {
  const facts = (input: Parameters<typeof describeRun>[0]) =>
    describeRun(input).facts.map((fact) => `${fact.label} ${fact.value}`);

  it('tells when, by whom, and with what', () => {
    expect(facts({ model: succeededModel, now: NOW })).toEqual([
      'started 16:42:07',
      'by ada',
      'parameters seed 7 · split 0.2',
      'tags paper',
    ]);
  });
  it.each([
    [10_400, 'vs previous run 0.60 s faster'],
    [9_600, 'vs previous run as fast'],
    [5_000, 'vs previous run 4.8 s slower'],
  ])('compares with a run of %d ms', (previousDuration, fact) => {
    expect(facts({ model: succeededModel, previousDuration, now: NOW })).toContain(fact);
  });
  it('compares nothing with a run that failed or still goes on', () => {
    expect(facts({ model: failedModel, previousDuration: 10_400, now: NOW })).toContain(
      'previous run took 10.4 s',
    );
  });
  it('says when the code has other steps by now', () => {
    const changed = flowOf(penguins.steps.slice(1));
    expect(facts({ model: runningModel, current: changed, now: NOW })).toContain(
      'steps in the code changed since',
    );
    expect(facts({ model: runningModel, current: penguins, now: NOW }).join()).not.toContain(
      'since',
    );
  });
  it('counts parameters beyond the fourth', () => {
    const model = { ...runningModel, parameters: { a: 1, b: 2, c: 3, d: 4, e: 5, f: 6 } };
    expect(facts({ model, now: NOW })).toContain('parameters a 1 · b 2 · c 3 · d 4 · 2 more');
  });
});

it('takes the time of an interrupted run from its steps', () => {
  const { endedAt: _endedAt, ...open } = failedModel;
  expect(runDuration({ ...open, state: 'interrupted' }, NOW + 1e6)).toBe(3_300);
});

it('adds up tasks over all steps', () => {
  expect(runProgress(runningModel)).toEqual({ done: 14, total: 21 });
});
