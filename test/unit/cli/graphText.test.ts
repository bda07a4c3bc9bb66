import { describe, expect, it } from 'vitest';
import { graphText } from '../../../runner/cli/graphText';
import { describeFlow, SWEEP } from '../runs/events';

describe('the graph as text', () => {
  it('draws a foreach body along a dotted rail', () => {
    expect(graphText(SWEEP)).toBe(
      ['○ start    foreach items', '┆ ○ fit', '○ choose   join', '○ end', ''].join('\n'),
    );
  });

  it('draws branches one after the other, nested splits inside them', () => {
    const flow = describeFlow([
      ['start', 'split-static', 'a', 'b'],
      ['a', 'split-foreach', 'each'],
      ['each', 'linear', 'collect'],
      ['collect', 'join', 'both'],
      ['b', 'linear', 'b2'],
      ['b2', 'linear', 'both'],
      ['both', 'join', 'end'],
      ['end', 'end'],
    ]);
    expect(graphText(flow)).toBe(
      [
        '○ start',
        '├ ○ a         foreach items',
        '│ ┆ ○ each',
        '│ ○ collect   join',
        '├ ○ b',
        '│ ○ b2',
        '○ both        join',
        '○ end',
        '',
      ].join('\n'),
    );
  });

  it('draws broken graphs too', () => {
    const flow = describeFlow([
      ['start', 'linear', 'nowhere'],
      ['lonely', 'linear', 'lonely'],
    ]);
    expect(graphText(flow)).toBe(
      ['○ start    → nowhere, which does not exist', '○ lonely   never reached', ''].join('\n'),
    );
  });
});
