import { describe, expect, it } from 'vitest';
import { invocation, quoteWord } from '../../../runner/cli/invocation';
import { stepLines, stepWords } from '../../../runner/cli/progress/stepLines';
import { shortType, tableLines } from '../../../runner/cli/table';
import { showsColour } from '../../../runner/cli/terminal';
import type { RunEventBody } from '../../../runner/events';
import { foldEvents, startFold } from '../../../runner/runs/fold';
import type { RunModel } from '../../../runner/runs/model';
import { modelOf } from '../../../runner/runs/stepModels';
import { begin, eventsOf, finish, over, REF, split, START, started } from '../runs/events';

const plain = (_style: unknown, text: string): string => text;
const model = (...bodies: RunEventBody[]): RunModel =>
  modelOf(foldEvents(startFold(REF), eventsOf(started(), ...bodies)));

const SWEEPING = [
  begin('start', '1'),
  split('start', '1', 'fit', 3),
  finish('start', '1'),
  begin('fit', '2', [0]),
  begin('fit', '3', [1]),
  finish('fit', '2'),
] as const;

describe('the lines of the steps', () => {
  it('say how far each one is, along the rails of the graph', () => {
    expect(stepLines(model(...SWEEPING), START + 1_204, plain)).toEqual([
      '✓ start     <0.01 s',
      '┆ ⠧ fit       1.2 s  1/3 · 1 running',
      '○ choose',
      '○ end',
    ]);
  });

  it('mention failures and what is tried again', () => {
    const failing = model(
      ...SWEEPING,
      finish('fit', '3', 'failed', { retryAt: START + 9_999 }),
      begin('fit', '4', [2]),
      finish('fit', '4', 'caught'),
    );
    const [start, fit, choose] = failing.steps.map(stepWords);
    expect([start, fit, choose]).toEqual(['', '2/3 · 1 retrying · 1 caught', '']);
  });

  it('have a word for a single task that did not succeed', () => {
    const failed = model(begin('start', '1'), finish('start', '1', 'failed'), over('failed'));
    expect(failed.steps.map(stepWords)).toEqual(['failed', '', '', '']);
  });
});

describe('colours', () => {
  it.each([
    [true, {}, true],
    [false, {}, false],
    [true, { NO_COLOR: '1' }, false],
    [true, { NO_COLOR: '' }, true],
    [false, { FORCE_COLOR: '1' }, true],
    [true, { FORCE_COLOR: '0' }, false],
    [true, { FORCE_COLOR: '1', NO_COLOR: '1' }, true],
    [true, { TERM: 'dumb' }, false],
  ])('on a terminal: %s, with %j: %s', (isTerminal, env, shown) => {
    expect(showsColour(isTerminal, env)).toBe(shown);
  });
});

describe('a table', () => {
  it('aligns its columns and cuts the last one', () => {
    const lines = tableLines(
      [
        ['a', '1', 'short'],
        ['long', '22', 'much too long for it'],
      ],
      { width: 22, right: [1], indent: '  ' },
    );
    expect(lines).toEqual(['  a      1  short', '  long  22  much too lo…']);
  });

  it('shows types without their modules', () => {
    expect([shortType('int'), shortType('numpy.ndarray')]).toEqual(['int', 'ndarray']);
  });
});

describe('what to type next', () => {
  it('is what the person typed before', () => {
    expect(invocation(['node', '/usr/bin/flowdeck'], '/work')).toBe('flowdeck');
    expect(invocation(['node', '/work/dist/flowdeck.js'], '/work')).toBe('node dist/flowdeck.js');
    expect(invocation(['node', '/opt/my deck/flowdeck.js'], '/work')).toBe(
      "node '/opt/my deck/flowdeck.js'",
    );
    expect(quoteWord("it's")).toBe("'it'\\''s'");
  });
});
