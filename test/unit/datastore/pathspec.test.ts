import { describe, expect, it } from 'vitest';
import { parsePathspec } from '../../../runner/datastore/pathspec';

describe('a pathspec', () => {
  it.each([
    ['HelloFlow', 'flow'],
    ['HelloFlow/12', 'run'],
    ['HelloFlow/12/start', 'step'],
    ['HelloFlow/12/start/1', 'task'],
    ['HelloFlow/12/start/1/größe', 'artifact'],
  ])('reads %s as a %s', (text, kind) => {
    expect(parsePathspec(text).kind).toBe(kind);
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
