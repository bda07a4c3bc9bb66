import { describe, expect, it } from 'vitest';
import { changeFacts, type RunFacts } from '../../../runner/flow/facts';

const factsOf = (root: string, flow: string, id: string): RunFacts => ({
  flow,
  run: { root, id, state: 'succeeded', startedAt: 1 },
  steps: {},
});
const names = (all: readonly RunFacts[]): string[] =>
  all.map(({ flow, run }) => `${run.root} ${flow} ${run.id}`).sort();

describe('facts after a change', () => {
  const known = [factsOf('/a', 'One', '1'), factsOf('/a', 'Two', '1'), factsOf('/b', 'One', '1')];

  it('are those of the newest run of each flow of each datastore', () => {
    const change = { changed: [factsOf('/a', 'One', '2'), factsOf('/c', 'New', '1')], removed: [] };
    expect(names(changeFacts(known, change))).toEqual([
      '/a One 2',
      '/a Two 1',
      '/b One 1',
      '/c New 1',
    ]);
  });

  it('are gone with the flow', () => {
    const change = { changed: [], removed: [{ root: '/a', flow: 'One' }] };
    expect(names(changeFacts(known, change))).toEqual(['/a Two 1', '/b One 1']);
  });

  it('are those alone that a new service tells', () => {
    const change = { whole: true, changed: [factsOf('/c', 'New', '1')], removed: [] } as const;
    expect(names(changeFacts(known, change))).toEqual(['/c New 1']);
  });
});
