import { describe, expect, it } from 'vitest';
import type { FlowDescription, StepDescription } from '../../../runner/flow/description';
import { describeDecorator } from '../../../runner/flow/decorators';
import { checkFlow, SPUN } from '../../../runner/flow/rules';
import { flow } from './describe';

/** `code step→target` of each finding. */
function codes(description: FlowDescription): string[] {
  return checkFlow(description).map(({ code, step, target }) =>
    [code, step, target && `→ ${target}`].filter(Boolean).join(' '),
  );
}

function withStep(
  description: FlowDescription,
  name: string,
  change: Partial<StepDescription>,
): FlowDescription {
  return {
    ...description,
    steps: description.steps.map((step) => (step.name === name ? { ...step, ...change } : step)),
  };
}

const GOOD: readonly (readonly [string, string])[] = [
  ['linear', 'start -> a\na -> end\nend'],
  ['a branch', 'start -> a b\na -> j\nb -> j\nj< -> end\nend'],
  ['a foreach', 'start => a items\na -> j\nj< -> end\nend'],
  ['nested foreaches', 'start => a xs\na => b ys\nb -> j\nj< -> k\nk< -> end\nend'],
  ['a branch in a foreach', 'start => a xs\na -> b c\nb -> j\nc -> j\nj< -> k\nk< -> end\nend'],
  ['a foreach in a branch', 'start -> a b\na => x xs\nx -> jx\njx< -> j\nb -> j\nj< -> end\nend'],
  ['branches of different length', 'start -> a b\na -> c\nc -> j\nb -> j\nj< -> end\nend'],
  ['a switch', 'start ?> a b mode\na -> c\nb -> c\nc -> end\nend'],
  ['a switch that skips', 'start ?> a end mode\na -> end\nend'],
  ['a switch in a foreach', 'start => a xs\na ?> b c mode\nb -> d\nc -> d\nd -> j\nj< -> end\nend'],
  [
    'choices of two branches that share a step',
    'start -> a b\na ?> x skip how\nb ?> y skip how\nx -> j\ny -> j\nskip -> j\nj< -> end\nend',
  ],
  ['a step that repeats itself', 'start -> a\na ?> a end mode\nend'],
];

describe('a sound flow', () => {
  it.each(GOOD)('has no findings: %s', (_name, text) => {
    expect(codes(flow(text))).toEqual([]);
  });

  it('may have a single step', () => {
    const single = flow('only');
    expect(codes({ ...single, startStep: 'only', endStep: 'only' })).toEqual([]);
  });

  it('may start and end elsewhere', () => {
    const named = flow('begin -> finish\nfinish');
    expect(codes({ ...named, startStep: 'begin', endStep: 'finish' })).toEqual([]);
  });
});

const BAD: readonly (readonly [string, string, readonly string[]])[] = [
  ['no start', 'a -> end\nend', ['no-start']],
  ['no end', 'start -> a\na', ['no-end', 'missing-next a']],
  ['no next', 'start -> a\na\nend', ['missing-next a']],
  ['an unknown step', 'start -> nowhere end\nend', ['unknown-step start → nowhere']],
  ['an unreachable step', 'start -> end\nlost -> end\nend', ['unreachable-step lost']],
  ['a reserved name', 'start -> input\ninput -> end\nend', ['reserved-step-name input']],
  ['an invalid name', 'start -> Train\nTrain -> end\nend', ['invalid-step-name Train']],
  ['a way back to the start', 'start -> a\na -> start end\nend', ['start-with-incoming a → start']],
  ['inputs of the start', 'start< -> end\nend', ['start-with-inputs start']],
  [
    'an end that goes on',
    'start -> end\nend -> start',
    ['start-with-incoming end → start', 'end-with-next end'],
  ],
  ['an end that joins', 'start -> a b\na -> end\nb -> end\nend<', ['end-with-inputs end']],
  ['a circle', 'start -> a\na -> b\nb -> a\nend', ['cycle b → a', 'unreachable-step end']],
  ['a step that goes to itself', 'start -> a\na -> a end\nend', ['cycle a → a']],
  ['a switch back to an earlier step', 'start -> a\na -> b\nb ?> a end mode\nend', ['cycle b → a']],
  [
    'a join that splits',
    'start -> a b\na -> j\nb -> j\nj< -> c d\nc -> k\nd -> k\nk< -> end\nend',
    ['split-in-join j'],
  ],
  ['a foreach that joins at once', 'start => j items\nj< -> end\nend', ['empty-foreach start → j']],
  ['an empty branch', 'start -> a j\na -> j\nj< -> end\nend', ['empty-branch start → j']],
  ['a branch taken twice', 'start -> a a\na -> j\nj< -> end\nend', ['repeated-branch start → a']],
  [
    'a foreach into two steps',
    'start => a b items\na -> j\nb -> j\nj< -> end\nend',
    ['foreach-into-several start'],
  ],
  ['a switch with one case', 'start ?> a mode\na -> end\nend', ['switch-cases start']],
  [
    'a switch into a join',
    'start => a xs\na ?> j b mode\nb -> j\nj< -> end\nend',
    ['switch-into-join a → j'],
  ],
  ['a join of nothing', 'start -> j\nj< -> end\nend', ['join-without-split j']],
  [
    'branches that meet without inputs',
    'start -> a b\na -> c\nb -> c\nc -> end\nend',
    ['missing-inputs c'],
  ],
  [
    'branches that meet in the end',
    'start -> a b\na -> end\nb -> end\nend',
    ['missing-inputs end'],
  ],
  ['an unjoined foreach', 'start => a xs\na -> end\nend', ['unjoined-split start']],
  [
    'a join that forgets a branch',
    'start -> a b\na -> j\nb -> c\nc -> end\nj< -> end\nend',
    ['unjoined-split start', 'incomplete-join j'],
  ],
  [
    'a join of different splits',
    'start -> a b\na -> x y\nx -> j\ny -> j\nb -> j\nj< -> end\nend',
    ['unrelated-join j'],
  ],
];

describe('a flow that cannot run', () => {
  it.each(BAD)('is told: %s', (_name, text, expected) => {
    expect(codes(flow(text))).toEqual(expected);
  });

  it('says what was meant', () => {
    const [finding] = checkFlow(flow('start -> tarin\ntrain -> end\nend'));
    expect(finding?.remedy).toBe('Did you mean self.train?');
  });

  it('is told when a marked start stands beside a step named start', () => {
    const marked = { ...flow('begin -> start\nstart -> end\nend'), startStep: 'begin' };
    expect(codes(marked)).toEqual(['ambiguous-start-or-end start']);
  });

  it('is told of wrong gangs', () => {
    const parallel = { decorators: [describeDecorator('parallel', {})] };
    const gang = flow('start #> a 4\na -> j\nj< -> end\nend');
    expect(codes(gang)).toEqual(['parallel-step a']);
    expect(codes(withStep(gang, 'a', parallel))).toEqual([]);
    // What a spun step leaves out is no mistake of the flow.
    expect(checkFlow(gang, SPUN)).toEqual([]);
    const alone = withStep(flow('start => a xs\na -> j\nj< -> end\nend'), 'a', parallel);
    expect(codes(alone)).toEqual(['parallel-step a']);
  });

  it('ends on many broken branches in a bounded time', () => {
    const layers = Array.from({ length: 40 }, (_, index) => [
      `s${index} -> a${index} b${index}`,
      `a${index} -> s${index + 1}`,
      `b${index} -> s${index + 1}`,
    ]).flat();
    const broken = flow(['start -> s0', ...layers, 's40 -> end', 'end'].join('\n'));
    expect(codes(broken)).toContain('missing-inputs s1');
  });
});

describe('decorators and parameters', () => {
  const hello = flow('start -> end\nend');
  const decorated = (name: string, given = {}): FlowDescription =>
    withStep(hello, 'start', { decorators: [describeDecorator(name, given)] });

  it.each([
    ['retry', { times: 5 }, ['retry-times start']],
    ['retry', { times: '5' }, ['retry-times start']],
    ['retry', { times: 4 }, []],
    ['retry', { times: { $expression: 'N' } }, []],
    ['timeout', {}, ['timeout-without-time start']],
    ['timeout', { minutes: 5 }, []],
    ['timeout', { seconds: { $expression: 'N' } }, []],
    ['catch', { var: 'problem' }, []],
  ])('@%s %j', (name, given, expected) => {
    expect(codes(decorated(name, given))).toEqual(expected);
  });

  it('lets no @catch stand on a foreach', () => {
    const split = flow('start => a xs\na -> j\nj< -> end\nend');
    const caught = withStep(split, 'start', { decorators: [describeDecorator('catch', {})] });
    expect(codes(caught)).toEqual(['catch-on-split start']);
  });

  it('takes a decorator once, cards as often as one likes', () => {
    const twice = (name: string): FlowDescription =>
      withStep(hello, 'start', {
        decorators: [describeDecorator(name, {}), describeDecorator(name, {})],
      });
    expect(codes(twice('retry'))).toEqual(['duplicate-decorator start']);
    expect(codes(twice('card'))).toEqual([]);
  });

  it('keeps the names of Metaflow\u2019s own options', () => {
    const parameter = {
      name: 'run_id',
      attribute: 'r',
      kind: 'parameter',
      type: 'str',
      required: false,
    } as const;
    expect(codes({ ...hello, parameters: [parameter] })).toEqual(['reserved-parameter-name']);
  });
});
