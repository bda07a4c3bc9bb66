import { describe, expect, it } from 'vitest';
import {
  enclosingForeaches,
  matchingJoins,
  predecessors,
  topological,
} from '../../../runner/flow/graph';
import { flow } from './describe';

const nested = flow(`
  start -> load
  load => outer items
  outer => inner parts
  inner -> inner_join
  inner_join< -> left right
  left -> both
  right -> both
  both< -> outer_join
  outer_join< -> end
  end
`);
// A join that splits is not allowed; here it must not confuse the questions either.
const proper = flow(`
  start => fold folds
  fold -> left right
  left -> both
  right -> both
  both< -> all
  all< -> end
  end
`);

describe('the graph of a flow', () => {
  it('lists predecessors in the order of definition', () => {
    expect(predecessors(proper).get('both')).toEqual(['left', 'right']);
    expect(predecessors(proper).get('start')).toEqual([]);
  });

  it('finds the join of every split, inner ones too', () => {
    expect(Object.fromEntries(matchingJoins(proper))).toEqual({ start: 'all', fold: 'both' });
    expect(matchingJoins(nested).get('load')).toBe('outer_join');
    expect(matchingJoins(nested).get('outer')).toBe('inner_join');
    expect(matchingJoins(nested).get('inner_join')).toBe('both');
  });

  it('finds the join behind a switch', () => {
    const description = flow(`
      start => pick items
      pick ?> a b mode
      a -> joined
      b -> joined
      joined< -> end
      end
    `);
    expect([...matchingJoins(description)]).toEqual([['start', 'joined']]);
  });

  it('knows the foreaches around a step, not the branches', () => {
    const around = enclosingForeaches(proper);
    expect(around.get('left')).toEqual(['start']);
    expect(around.get('both')).toEqual(['start']);
    expect(around.get('all')).toEqual([]);
  });

  it('puts steps after those that lead to them, branches in the order of self.next', () => {
    expect(topological(proper)).toEqual(['start', 'fold', 'left', 'right', 'both', 'all', 'end']);
  });

  it('orders broken graphs too', () => {
    const broken = flow(`
      start -> a nowhere
      a -> b
      b -> a
      lost -> end
      end
    `);
    expect(topological(broken)).toEqual(['start', 'a', 'b', 'lost', 'end']);
  });

  it('survives a flow of ten thousand steps', () => {
    const names = Array.from({ length: 10_000 }, (_, index) => `s${index}`);
    const lines = names.map((name, index) => `${name} -> ${names[index + 1] ?? 'end'}`);
    const long = flow(['start -> s0', ...lines, 'end'].join('\n'));
    expect(topological(long)).toHaveLength(10_002);
    expect(topological(long).at(-1)).toBe('end');
  });
});
