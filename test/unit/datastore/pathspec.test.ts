import { describe, expect, it } from 'vitest';
import { formatPathspec, parsePathspec } from '../../../runner/datastore/pathspec';

describe('a pathspec', () => {
  it.each([
    'HelloFlow',
    'HelloFlow/12',
    'HelloFlow/12/start',
    'HelloFlow/12/start/1',
    'HelloFlow/12/start/1/größe',
  ])('reads and writes %s', (text) => {
    expect(formatPathspec(parsePathspec(text))).toBe(text);
  });

  it('says what each part is', () => {
    expect(parsePathspec(' HelloFlow/12/start/1/model/ ')).toEqual({
      kind: 'artifact',
      flow: 'HelloFlow',
      run: '12',
      step: 'start',
      task: '1',
      artifact: 'model',
    });
  });

  it.each([
    ['', 'has an empty flow'],
    ['Flow//start', 'has an empty run'],
    ['a/b/c/d/e/f', 'has 6 parts'],
    ['../12', 'has the flow “..”'],
    ['Flow/..', 'has the run “..”'],
    ['Flow/1/not a step', 'has the step “not a step”'],
  ])('refuses %j because it %s', (text, why) => {
    expect(() => parsePathspec(text)).toThrow(why);
  });
});
