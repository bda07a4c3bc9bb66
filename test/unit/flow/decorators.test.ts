import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { KNOWN_DECORATORS, describeDecorator, retryPolicy } from '../../../runner/flow/decorators';
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

describe('the known decorators', () => {
  const golden = JSON.parse(
    readFileSync(path.join(import.meta.dirname, '../../golden/decorators.json'), 'utf8'),
  ) as Record<'step' | 'flow', Record<string, { defaults: object; multiple: boolean }>>;

  // Numbers are texts in Metaflow here.
  const asNumbers: Record<string, object> = { retry: { times: 3, minutes_between_retries: 2 } };

  it.each(Object.entries(KNOWN_DECORATORS))('@%s is as Metaflow has it', (name, known) => {
    const { defaults, multiple } = golden[known.on][name] ?? {};
    expect({ defaults: known.defaults, multiple: known.multiple ?? false }).toEqual({
      defaults: asNumbers[name] ?? defaults,
      multiple,
    });
  });

  it('are all of them, but for those that deployments add', () => {
    const names = [...Object.keys(golden.step), ...Object.keys(golden.flow)];
    const written = names.filter((name) => !name.endsWith('_internal'));
    expect(Object.keys(KNOWN_DECORATORS).toSorted()).toEqual(written.toSorted());
  });
});

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
