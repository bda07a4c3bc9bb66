import { describe, expect, it } from 'vitest';
import { closest, editDistance } from '../../../runner/flow/closest';

describe('closest', () => {
  it.each([
    ['tarin', ['train', 'test'], 'train'],
    ['ende', ['end', 'start'], 'end'],
    ['END', ['end'], 'end'],
    ['evaluate_modle', ['evaluate_model', 'end'], 'evaluate_model'],
    ['x', ['train'], undefined],
    ['c', ['a', 'b'], undefined],
    ['nowhere', ['start', 'end'], undefined],
    ['a', [], undefined],
  ])('%s of %j', (written, candidates, expected) => {
    expect(closest(written, candidates)).toBe(expected);
  });

  it('counts swapped neighbours once', () => {
    expect(editDistance('tarin', 'train')).toBe(1);
    expect(editDistance('', 'abc')).toBe(3);
  });
});
