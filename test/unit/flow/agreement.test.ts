import { describe, expect, it } from 'vitest';
import { differences } from '../../../runner/flow/agreement';
import type { FlowDescription, ParameterDescription } from '../../../runner/flow/description';
import { flow } from './describe';

const one = flow('start -> a\na -> end\nend');
const withParameter = (change: Partial<ParameterDescription>): FlowDescription => ({
  ...one,
  parameters: [
    {
      name: 'p',
      attribute: 'p',
      kind: 'parameter',
      type: 'int',
      required: false,
      default: 1,
      ...change,
    },
  ],
});

describe('differences', () => {
  it('finds none between equal descriptions', () => {
    expect(differences(one, structuredClone(one))).toEqual([]);
  });

  it('names the step and both sides', () => {
    const other = flow('start -> a\na -> end\nend');
    const changed = {
      ...other,
      steps: other.steps.map((step) => (step.name === 'a' ? { ...step, next: ['b'] } : step)),
    };
    expect(differences(one, changed)).toEqual(['steps.a.next[0]: "end" ≠ "b"']);
  });

  it('sees a missing step and another order', () => {
    expect(
      differences(one, flow('start -> a\nend')).some((line) => line.startsWith('steps.a:')),
    ).toBe(true);
    expect(differences(one, flow('a -> end\nstart -> a\nend'))).toContain(
      'stepOrder[0]: "start" ≠ "a"',
    );
  });

  it('lets what only Python can compute be anything', () => {
    const computed = withParameter({ default: { $expression: 'f()' }, type: 'unknown' });
    expect(differences(computed, withParameter({}))).toEqual([]);
    expect(differences(withParameter({ default: 2 }), withParameter({}))).toEqual([
      'parameters.p.default: 2 ≠ 1',
    ]);
  });

  it('looks over how docstrings are indented', () => {
    expect(differences({ ...one, doc: 'a\n    b' }, { ...one, doc: 'a\nb\n' })).toEqual([]);
  });
});
