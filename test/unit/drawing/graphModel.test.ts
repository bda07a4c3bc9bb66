import { describe, expect, it } from 'vitest';
import { edgeKey } from '../../../runner/drawing/graphShape';
import { modelGraph } from '../../../runner/drawing/graphModel';
import { outlineOf } from '../../../runner/drawing/outline';
import type { RunModel } from '../../../runner/runs/model';
import {
  brokenFlow,
  failedModel,
  penguins,
  runningModel,
  STARTED,
  stepModel,
  succeededModel,
} from '../../fixtures/runModels';

const NOW = STARTED + 4_200;
const details = (run: RunModel | undefined) =>
  Object.fromEntries(
    [...modelGraph(penguins, run, NOW).nodes].map(([step, node]) => [step, node.detail]),
  );

describe('what nodes say', () => {
  it('of a flow without a run: what kind of step it is, else its first line of documentation', () => {
    expect(details(undefined)).toMatchObject({
      start: 'Read the table.',
      split: '2 branches',
      models: 'foreach candidates',
      choose: 'join',
      evaluate: '',
    });
  });
  it('of a running one: durations, progress, and what is still to come', () => {
    expect(details(runningModel)).toMatchObject({
      start: '0.02 s',
      train: '9 of 16 · 1 failed, retrying',
      models: '0.03 s · foreach candidates',
      choose: 'join',
    });
  });
  it('of a finished one', () => {
    expect(details(succeededModel)['train']).toBe('16 tasks · 8.0 s');
    expect(details(failedModel)['train']).toBe('13 of 16 · 1 failed');
  });

  const single = (step: ReturnType<typeof stepModel>) =>
    details({ ...runningModel, steps: [step] })['load'];
  it.each([
    ['running · 4.2 s', stepModel('load', 'running', { startedAt: STARTED })],
    [
      'failed · 0.30 s',
      stepModel('load', 'failed', { startedAt: STARTED, endedAt: STARTED + 300 }),
    ],
    [
      'caught · 0.30 s',
      stepModel('load', 'caught', { startedAt: STARTED, endedAt: STARTED + 300 }),
    ],
    [
      '1 retry · 2.0 s',
      stepModel('load', 'succeeded', { startedAt: STARTED, endedAt: STARTED + 2000, retries: 1 }),
    ],
    ['failed, retrying · 4.2 s', stepModel('load', 'retrying', { startedAt: STARTED })],
    ['cancelled', stepModel('load', 'cancelled')],
  ])('says %s', (text, step) => {
    expect(single(step)).toBe(text);
  });
});

it('stacks the steps that run once for each item, and shows their states as a bar', () => {
  const { nodes } = modelGraph(penguins, runningModel, NOW);
  expect([...nodes.values()].filter((node) => node.stacked).map((node) => node.step)).toEqual([
    'train',
  ]);
  expect(nodes.get('train')?.bar).toEqual([
    { state: 'succeeded', share: 9 / 16 },
    { state: 'running', share: 4 / 16 },
    { state: 'retrying', share: 1 / 16 },
  ]);
  expect(nodes.get('load')?.bar).toEqual([]);
});

it('tells which transitions the run has taken', () => {
  const { edges } = modelGraph(penguins, runningModel, NOW);
  expect(edges.get(edgeKey('models', 'train'))).toMatchObject({
    reached: true,
    label: 'candidates',
  });
  expect(edges.get(edgeKey('train', 'choose'))?.reached).toBe(false);
});

it('says what names nothing', () => {
  const node = modelGraph(brokenFlow, undefined, NOW).nodes.get('nowhere');
  expect(node).toMatchObject({ known: false, detail: 'no such step' });
});

it('shows the bare steps of a run whose flow is not known', () => {
  const { description: _description, ...bare } = runningModel;
  const graph = modelGraph(undefined, bare, NOW);
  expect(graph.shape.nodes).toHaveLength(10);
  expect(graph.nodes.get('start')?.state).toBe('succeeded');
});

it('says of a run that has ended what it did not reach', () => {
  const spoken = (run: RunModel) => modelGraph(penguins, run, NOW).nodes.get('end')?.spoken;
  expect(spoken(runningModel)).toBe('end, waiting');
  expect(spoken(failedModel)).toBe('end, not reached');
});

it('speaks a node in full', () => {
  const { nodes } = modelGraph(penguins, runningModel, NOW);
  expect(nodes.get('train')?.spoken).toBe('train, retrying, 9 of 16 · 1 failed, retrying');
});

describe('the outline', () => {
  const lines = outlineOf(modelGraph(penguins, undefined, NOW)).map(
    ({ step, depth, leadsTo }) => `${'  '.repeat(depth)}${step}${leadsTo && ` ${leadsTo}`}`,
  );
  it('finishes each branch before the next and joins after both', () => {
    expect(lines).toEqual([
      'start',
      'load',
      'split',
      '  models',
      '  train',
      '  choose to gather',
      '  describe',
      'gather',
      'evaluate',
      'end',
    ]);
  });
  it('names every step of a broken flow', () => {
    const broken = outlineOf(modelGraph(brokenFlow, undefined, NOW)).map((line) => line.step);
    expect([...broken].sort()).toEqual(['a', 'b', 'end', 'lonely', 'nowhere', 'start', 'stuck']);
  });
});
