import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  layoutChoice,
  layoutGraph,
  NODE_HEIGHT,
  NODE_WIDTH,
  type Direction,
  type GraphLayout,
} from '../../../runner/drawing/graphLayout';
import { foreachDepths, sameSteps, shapeOf } from '../../../runner/drawing/graphShape';
import { stepTowards } from '../../../runner/drawing/graphWalk';
import { brokenFlow, penguins } from '../../fixtures/runModels';

const at = (layout: GraphLayout, step: string) => {
  const node = layout.nodes.find((candidate) => candidate.step === step);
  if (!node) throw new Error(`${step} was not placed`);
  return node;
};

function overlapping(layout: GraphLayout): string[] {
  return layout.nodes.flatMap((one, index) =>
    layout.nodes
      .slice(index + 1)
      .filter(
        (other) =>
          Math.abs(one.x - other.x) < NODE_WIDTH && Math.abs(one.y - other.y) < NODE_HEIGHT,
      )
      .map((other) => `${one.step} and ${other.step}`),
  );
}

describe('a flow from top to bottom', () => {
  const layout = layoutGraph(shapeOf(penguins.steps), 'down');

  it('has every step below those before it', () => {
    for (const { name, next } of penguins.steps) {
      for (const target of next) expect(at(layout, target).y).toBeGreaterThan(at(layout, name).y);
    }
  });
  it('puts a split in the middle above its branches', () => {
    const branches = [at(layout, 'describe').x, at(layout, 'models').x];
    expect(at(layout, 'split').x).toBeCloseTo((Math.min(...branches) + Math.max(...branches)) / 2);
  });
  it('leaves 34 pixels between straight layers', () => {
    expect(at(layout, 'load').y - at(layout, 'start').y).toBe(NODE_HEIGHT + 34);
  });
  it('starts an edge at the lower rim and ends it at the upper', () => {
    const edge = layout.edges.find(({ from, to }) => from === 'start' && to === 'load');
    const middle = at(layout, 'start').x + NODE_WIDTH / 2;
    expect(edge?.path).toBe(`M${middle},48L${middle},82`);
  });
  it('keeps everything inside its size', () => {
    for (const node of layout.nodes) {
      expect(node.x).toBeGreaterThanOrEqual(0);
      expect(node.x + NODE_WIDTH).toBeLessThanOrEqual(layout.width);
      expect(node.y + NODE_HEIGHT).toBeLessThanOrEqual(layout.height);
    }
  });
});

it('goes from left to right in a wide frame and down in a tall one', () => {
  const shape = shapeOf(penguins.steps);
  const choice = layoutChoice(shape);
  expect(choice.best({ width: 400, height: 900 }).direction).toBe('down');
  const layout = choice.best({ width: 1400, height: 300 });
  expect(layout.direction).toBe('right');
  expect(at(layout, 'end').x).toBeGreaterThan(at(layout, 'start').x);
  expect(at(layout, 'end').y).toBe(at(layout, 'start').y);
});

describe('a broken flow', () => {
  const layout = layoutGraph(shapeOf(brokenFlow.steps), 'down');

  it('is drawn whole: unknown targets, loops and lonely steps', () => {
    expect(layout.nodes.map((node) => node.step).sort()).toEqual(
      ['a', 'b', 'end', 'lonely', 'nowhere', 'start', 'stuck'].sort(),
    );
    expect(layout.nodes.find((node) => !node.known)?.step).toBe('nowhere');
    expect(overlapping(layout)).toEqual([]);
  });
  it('draws what closes a cycle around the side', () => {
    const back = layout.edges.filter((edge) => edge.back).map((edge) => `${edge.from} ${edge.to}`);
    expect(back).toEqual(['b a', 'stuck stuck']);
  });
});

it.each<Direction>(['down', 'right'])(
  'places every step of any graph apart from the others (%s)',
  (direction) => {
    const graphs = fc.integer({ min: 0, max: 12 }).chain((count) =>
      fc.array(fc.array(fc.integer({ min: 0, max: 14 }), { maxLength: 4 }), {
        minLength: count,
        maxLength: count,
      }),
    );
    fc.assert(
      fc.property(graphs, (targets) => {
        const shape = shapeOf(
          targets.map((next, index) => ({ name: `s${index}`, next: next.map((n) => `s${n}`) })),
        );
        const layout = layoutGraph(shape, direction);
        expect(layout.nodes).toHaveLength(shape.nodes.length);
        expect(layout.edges).toHaveLength(shape.edges.length);
        expect(overlapping(layout)).toEqual([]);
        for (const edge of layout.edges) expect(edge.path).toMatch(/^M[-\d.,\sCLHVQ]+$/);
      }),
      { numRuns: 60 },
    );
  },
);

describe('shapes', () => {
  it('know how many foreaches are around a step', () => {
    const depths = foreachDepths(penguins.steps);
    const deep = penguins.steps.filter((step) => depths.get(step.name) === 1);
    expect(deep.map((step) => step.name)).toEqual(['train']);
  });
  it('are the same in any order of steps and targets', () => {
    const one = [
      { name: 'a', next: ['b', 'c'] },
      { name: 'b', next: [] },
    ];
    expect(
      sameSteps(one, [one[1] ?? { name: '', next: [] }, { name: 'a', next: ['c', 'b'] }]),
    ).toBe(true);
    expect(sameSteps(one, [{ name: 'a', next: ['b'] }])).toBe(false);
  });
});

describe('walking', () => {
  const layout = layoutGraph(shapeOf(penguins.steps), 'down');
  it('follows transitions and reaches siblings', () => {
    expect(stepTowards(layout, 'start', 'down')).toBe('load');
    expect(stepTowards(layout, 'load', 'up')).toBe('start');
    expect(stepTowards(layout, 'train', 'up')).toBe('models');
    expect([
      stepTowards(layout, 'models', 'left'),
      stepTowards(layout, 'models', 'right'),
    ]).toContain('describe');
  });
  it('stays at the rim', () => {
    expect(stepTowards(layout, 'start', 'up')).toBeUndefined();
    expect(stepTowards(layout, 'end', 'down')).toBeUndefined();
  });
});
