import type { NextModel } from '../model';
import { nextsIn, type PlacedNext } from './nexts';
import type { TextFinding, TextRule } from './rule';

/** A step calls `self.next` once. */
export const repeatedNext: TextRule = ({ flow }) =>
  [...flow.steps].flatMap(([step, { model, file }]) => {
    const all = nextsIn(model.effects);
    const read = model.next ? all.at(-1) : all.find(({ always }) => always);
    if (!read || all.length < 2) return [];
    return all
      .filter((each) => each !== read)
      .flatMap((other): TextFinding[] => {
        const problem = problemOf(other, read.next);
        if (problem === undefined) return [];
        const related = { file, range: read.next.range, message: 'The one that counts' };
        return [
          {
            code: 'repeated-next',
            severity: other.always ? 'error' : 'warning',
            message: `Step ${step} ${problem}`,
            remedy:
              "Keep the last one. To choose a way, write self.next({'one': self.a, 'other': self.b}, condition='artifact').",
            step,
            range: other.next.range,
            related: [related],
          },
        ];
      });
  });

function problemOf(other: PlacedNext, read: NextModel): string | undefined {
  // The task fails there anyway.
  if (other.left === 'raise') return undefined;
  if (other.left !== 'return') return 'calls self.next twice, which fails';
  // The same way, taken early.
  return sameWay(other.next, read)
    ? undefined
    : 'leaves by another self.next than its last one, which fails: Metaflow reads the last one only';
}

function sameWay(one: NextModel, other: NextModel): boolean {
  const names = (next: NextModel): string => next.targets.map(({ name }) => name).join(' ');
  return names(one) === names(other) && JSON.stringify(one.form) === JSON.stringify(other.form);
}
