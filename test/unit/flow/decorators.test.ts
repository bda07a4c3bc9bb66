import { describe, expect, it } from 'vitest';
import { describeDecorator, retryPolicy } from '../../../runner/flow/decorators';
import type { DecoratorDescription, StepDescription } from '../../../runner/flow/description';

function step(...decorators: DecoratorDescription[]): StepDescription {
  return {
    name: 'a',
    type: 'linear',
    line: 1,
    sourceFile: '/a.py',
    doc: '',
    decorators,
    next: ['b'],
    takesInputs: false,
  };
}
const retry = (given = {}): DecoratorDescription => describeDecorator('retry', given);
const caught = describeDecorator('catch', {});

describe('retryPolicy', () => {
  it.each([
    ['nothing', step(), { userAttempts: 1, extraAttempts: 0, minutesBetween: 0 }],
    ['@retry', step(retry()), { userAttempts: 4, extraAttempts: 0, minutesBetween: 2 }],
    [
      '@retry(times=0)',
      step(retry({ times: 0 })),
      { userAttempts: 1, extraAttempts: 0, minutesBetween: 2 },
    ],
    [
      'text, as --with gives it',
      step(retry({ times: '1', minutes_between_retries: '0' })),
      { userAttempts: 2, extraAttempts: 0, minutesBetween: 0 },
    ],
    ['@catch', step(caught), { userAttempts: 1, extraAttempts: 3, minutesBetween: 0 }],
    [
      'both, within six attempts',
      step(retry({ times: 4 }), caught),
      { userAttempts: 5, extraAttempts: 1, minutesBetween: 2 },
    ],
    [
      'a computed number',
      step(retry({ times: { $expression: 'N' } })),
      { userAttempts: 4, extraAttempts: 0, minutesBetween: 2 },
    ],
  ])('of %s', (_name, described, expected) => {
    expect(retryPolicy(described)).toEqual(expected);
  });
});

describe('describeDecorator', () => {
  it('overlays the defaults, and keeps what it does not know', () => {
    expect(describeDecorator('timeout', { minutes: 2 }).attributes).toEqual({
      seconds: 0,
      minutes: 2,
      hours: 0,
    });
    expect(describeDecorator('own', { a: 1 })).toEqual({ name: 'own', attributes: { a: 1 } });
    expect(describeDecorator('constructor', {})).toEqual({ name: 'constructor', attributes: {} });
  });
});
