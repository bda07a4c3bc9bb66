/** What the graph says of switches, loops, gangs and reused steps. */
import { describe, expect, it } from 'vitest';
import { modelGraph, type GraphModel } from '../../../runner/drawing/graphModel';
import { edgeKey } from '../../../runner/drawing/graphShape';
import type { RunModel, StepModel } from '../../../runner/runs/model';
import { runningModel, STARTED, stepModel, succeededModel } from '../../fixtures/runModels';
import { flow } from '../flow/describe';

const shape = flow(`
  start ?> quick slow mode
  quick -> after
  slow -> polish
  polish -> after
  after -> train
  train ?> train gang more
  gang #> member 4
  member -> joined
  joined< -> end
  end
`);

function draw(steps: readonly StepModel[], base: RunModel = succeededModel): GraphModel {
  return modelGraph(shape, { ...base, description: shape, steps }, STARTED + 9_000);
}
const many = (name: string, state: StepModel['state'], count: number): StepModel => {
  const step = stepModel(name, state, { startedAt: STARTED, endedAt: STARTED + 900 });
  const counts = { ...step.counts, succeeded: 0, [state]: 1 };
  const succeeded = state === 'succeeded' ? count : count - 1;
  return { ...step, counts: { ...counts, succeeded } };
};
const done = (name: string): StepModel => many(name, 'succeeded', 1);

describe('a switch', () => {
  const graph = draw([done('start'), done('slow'), done('polish'), done('after')]);

  it('names its cases on the ways, whatever is selected', () => {
    expect(graph.edges.get(edgeKey('start', 'quick'))).toEqual({
      reached: false,
      choice: true,
      label: 'case0',
    });
    // What follows was reached, but not on this way.
    expect(graph.edges.get(edgeKey('quick', 'after'))).toMatchObject({
      reached: false,
      choice: false,
    });
    expect(graph.edges.get(edgeKey('polish', 'after'))?.reached).toBe(true);
  });

  it('marks what it did not choose, and nothing that may still come', () => {
    const marks = [...graph.nodes].flatMap(([step, { mark }]) => (mark ? [[step, mark]] : []));
    expect(marks).toEqual([['quick', 'notTaken']]);
    expect(graph.nodes.get('quick')).toMatchObject({
      detail: 'not taken',
      spoken: 'quick, not taken',
    });
  });

  it('marks all that only follows from it', () => {
    const other = draw([done('start'), done('quick')], runningModel);
    expect(other.nodes.get('slow')?.mark).toBe('notTaken');
    expect(other.nodes.get('polish')?.mark).toBe('notTaken');
    expect(other.nodes.get('after')?.mark).toBeUndefined();
  });
});

describe('a loop', () => {
  it('says by what it repeats before the run, and how often in it', () => {
    expect(modelGraph(shape, undefined, 0).nodes.get('train')?.detail).toBe('loop on more');
    expect(draw([many('train', 'succeeded', 3)]).nodes.get('train')?.detail).toBe(
      '3 iterations · 0.90 s',
    );
    const running = draw([many('train', 'running', 3)], runningModel);
    expect(running.nodes.get('train')?.detail).toBe('iteration 3');
  });

  it('has gone back only when the step ran again', () => {
    const back = edgeKey('train', 'train');
    expect(draw([done('train')]).edges.get(back)?.reached).toBe(false);
    expect(draw([many('train', 'succeeded', 2)]).edges.get(back)?.reached).toBe(true);
  });
});

it('draws a gang as a stack', () => {
  const graph = draw([many('member', 'succeeded', 4)]);
  expect(graph.nodes.get('member')).toMatchObject({ stacked: true, detail: '4 tasks · 0.90 s' });
  expect(modelGraph(shape, undefined, 0).nodes.get('gang')?.detail).toBe('parallel 4');
});

describe('a resumed run', () => {
  it('marks the steps that it took over whole', () => {
    const step = { ...stepModel('start', 'succeeded', {}), cloned: 1 };
    expect(draw([step]).nodes.get('start')).toMatchObject({ mark: 'reused', detail: 'reused' });
  });

  it('says how many tasks it took over, and draws no bar of them', () => {
    const node = draw([{ ...many('train', 'succeeded', 3), cloned: 3 }]).nodes.get('train');
    expect(node).toMatchObject({ detail: '3 iterations · reused', bar: [] });
  });

  it('counts the reused ones of a step that ran in part', () => {
    const step = { ...many('member', 'succeeded', 4), cloned: 3 };
    const node = draw([step]).nodes.get('member');
    expect(node?.mark).toBeUndefined();
    expect(node?.detail).toBe('4 tasks · 3 reused · 0.90 s');
  });
});
