import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HeldArtifact } from '../../../runner/runs/artifactFacts';
import { factsOf, withArtifacts } from '../../../runner/runs/facts';
import { endFold, foldEvents, startFold } from '../../../runner/runs/fold';
import { modelOf } from '../../../runner/runs/stepModels';
import { summaryOfFold } from '../../../runner/runs/summaries';
import { begin, eventsOf, finish, over, REF, split, START, started } from './events';

const FAILED = foldEvents(
  startFold(REF),
  eventsOf(
    started(),
    begin('start', '1'),
    split('start', '1', 'fit', 3),
    finish('start', '1'),
    begin('fit', '2', [0]),
    begin('fit', '3', [2]),
    finish('fit', '2'),
    finish('fit', '3', 'failed'),
    over('failed'),
  ),
);

describe('what is said about a run elsewhere', () => {
  it('has the facts of its steps', () => {
    expect(factsOf(modelOf(FAILED))).toEqual({
      flow: 'SweepFlow',
      file: '/flows/sweep.py',
      run: { root: REF.root, id: REF.run, state: 'failed', startedAt: START, duration: 8 },
      steps: {
        start: {
          state: 'succeeded',
          startedAt: START + 1,
          duration: 2,
          tasks: { done: 1, failed: 0, expected: 1 },
        },
        fit: {
          state: 'failed',
          startedAt: START + 4,
          duration: 3,
          tasks: { done: 1, failed: 1, expected: 3 },
        },
        choose: { state: 'waiting', tasks: { done: 0, failed: 0, expected: 1 } },
        end: { state: 'waiting', tasks: { done: 0, failed: 0, expected: 1 } },
      },
    });
  });

  it('has a row that names the place of the failure', () => {
    expect(summaryOfFold(FAILED)).toEqual({
      ref: REF,
      state: 'failed',
      startedAt: START,
      endedAt: START + 8,
      user: 'ada',
      tags: ['night'],
      file: '/flows/sweep.py',
      failedAt: 'fit[2]',
      done: 2,
      expected: 6,
    });
  });

  it('has no end for a run that was interrupted', () => {
    const running = foldEvents(startFold(REF), eventsOf(started(), begin('start', '1')));
    const { state, endedAt } = summaryOfFold(endFold(running, 'interrupted', undefined));
    expect([state, endedAt]).toEqual(['interrupted', undefined]);
  });
});

describe('facts with artifacts', () => {
  const facts = factsOf(modelOf(FAILED));
  const held = (
    step: string,
    name: string,
    preview: string,
    key = `${step} ${name}`,
    run = REF.run,
  ): HeldArtifact => ({ step, name, key, facts: { type: 'str', preview }, run });
  const size = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

  it('have them by step', () => {
    const { artifacts } = withArtifacts(facts, [held('start', 'a', '1'), held('fit', 'b', '2')]);
    expect(artifacts).toEqual({
      start: { a: { type: 'str', preview: '1' } },
      fit: { b: { type: 'str', preview: '2' } },
    });
  });

  it('name the run where it is an earlier one', () => {
    const { artifacts, earlier } = withArtifacts(facts, [
      held('start', 'a', '1'),
      held('fit', 'b', '2', 'key', '17'),
    ]);
    expect(Object.keys(artifacts ?? {})).toEqual(['start', 'fit']);
    expect(earlier).toEqual({ fit: '17' });
  });

  it('lose the previews of what was only passed on first, then the longest', () => {
    const all = [
      held('start', 'long', 'é'.repeat(80), 'same'),
      held('start', 'short', 'x'.repeat(20)),
      held('fit', 'long', 'é'.repeat(80), 'same'),
    ];
    const whole = size(withArtifacts(facts, all));
    const once = withArtifacts(facts, all, whole - 1);
    expect(once.artifacts?.['fit']?.['long']).toEqual({ type: 'str' });
    expect(once.artifacts?.['start']?.['long']?.preview).toHaveLength(80);
    const twice = withArtifacts(facts, all, size(once) - 1);
    expect(twice.artifacts?.['start']?.['long']).toEqual({ type: 'str' });
    expect(twice.artifacts?.['start']?.['short']?.preview).toBeDefined();
  });

  it('never are larger than the limit, whatever the run holds', () => {
    const artifact = fc.record({
      step: fc.constantFrom('start', 'fit', 'choose', 'end'),
      name: fc.stringMatching(/^[a-z_é]{1,40}$/),
      key: fc.constantFrom('one', 'two', 'three'),
      run: fc.constantFrom(REF.run, '2'),
      facts: fc.record(
        {
          type: fc.string({ maxLength: 60 }),
          preview: fc.string({ unit: 'grapheme', maxLength: 80 }),
        },
        { requiredKeys: ['type'] },
      ),
    });
    const selector = ({ step, name }: HeldArtifact): string => `${step} ${name}`;
    const earlier = { start: '2', fit: '2', choose: '2', end: '2' };
    const bare = size({ ...facts, artifacts: {}, earlier });
    fc.assert(
      fc.property(
        fc.uniqueArray(artifact, { maxLength: 60, selector }),
        fc.nat({ max: 4_000 }),
        (all, more) => {
          const told = withArtifacts(facts, all, bare + more);
          expect(size(told)).toBeLessThanOrEqual(bare + more);
          expect(told.steps).toBe(facts.steps);
        },
      ),
    );
  });
});
