import { beforeEach, describe, expect, it } from 'vitest';
import type { FromPage } from '../../../webviews/run/contract';
import { createRequests, type Requests } from '../../../webviews/run/requests';
import { runningModel, stepModel, succeededModel } from '../../fixtures/runModels';

let sent: FromPage[];
let now: number;
let alarms: number[];
let requests: Requests;
beforeEach(() => {
  [sent, now, alarms] = [[], 1_000, []];
  requests = createRequests(
    (message) => sent.push(message),
    () => now,
    (wait) => alarms.push(wait),
  );
});
const train = { step: 'train', offset: 0, limit: 500 };
const load = { step: 'load', offset: 0, limit: 500 };

describe('tasks', () => {
  it('are asked for once, however often they are drawn', () => {
    requests.tasks(train, runningModel);
    requests.tasks(train, { ...runningModel, notices: ['other'] });
    expect(sent).toEqual([{ type: 'tasks', request: train }]);
  });
  it('are asked for again when the step went on, but not at once', () => {
    requests.tasks(train, runningModel);
    requests.answered(train);
    requests.tasks(train, succeededModel);
    expect(sent).toHaveLength(1);
    expect(alarms).toEqual([500]);
    now += 500;
    requests.tasks(train, succeededModel);
    expect(sent).toHaveLength(2);
  });
  it('are not asked for again when another step went on', () => {
    requests.tasks(load, runningModel);
    requests.answered(load);
    now += 1_000;
    const steps = runningModel.steps.map((step) =>
      step.name === 'train' ? stepModel('train', 'failed') : step,
    );
    requests.tasks(load, { ...runningModel, steps });
    expect(sent).toHaveLength(1);
  });
  it('wait for the answer to the question before', () => {
    requests.tasks(train, runningModel);
    requests.tasks(load, runningModel);
    expect(sent).toHaveLength(1);
    requests.answered(load);
    expect(sent).toHaveLength(1);
    requests.answered(train);
    expect(sent[1]).toEqual({ type: 'tasks', request: load });
  });
  it('do not wait for ever', () => {
    requests.tasks(train, runningModel);
    requests.tasks(load, runningModel);
    now += 3_000;
    requests.tasks(load, runningModel);
    expect(sent).toHaveLength(2);
  });
});

describe('a log', () => {
  const place = { step: 'train', task: '9' };
  it('is followed until another is wanted, or none', () => {
    requests.log(place);
    requests.log(place);
    requests.log({ ...place, attempt: 1 });
    requests.log(undefined);
    requests.log(undefined);
    expect(sent).toEqual([
      { type: 'log', place },
      { type: 'log', place: { ...place, attempt: 1 } },
      { type: 'log', place: null },
    ]);
  });
  it('is asked for anew when the newest attempt is another one', () => {
    requests.log(place);
    requests.log(place, 0);
    expect(sent).toHaveLength(1);
    requests.log(place, 1);
    expect(sent).toHaveLength(2);
  });
  it('needs no end when none was followed', () => {
    requests.log(undefined);
    expect(sent).toEqual([]);
  });
});

it('asks everything anew for another run', () => {
  requests.tasks(train, runningModel);
  requests.artifacts({ step: 'train', task: '9' }, '0 succeeded');
  requests.forget();
  requests.tasks(train, runningModel);
  requests.artifacts({ step: 'train', task: '9' }, '0 succeeded');
  expect(sent).toHaveLength(4);
});
