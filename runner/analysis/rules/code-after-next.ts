import { nextsIn } from './nexts';
import type { TextRule } from './rule';

/** `self.next` is a step's last statement, by itself: Metaflow reads it from there. */
export const codeAfterNext: TextRule = ({ flow }) =>
  [...flow.steps].flatMap(([step, { model }]) => {
    const [only, ...more] = nextsIn(model.effects);
    const body = model.bodyRange;
    if (model.next || !only?.always || more.length > 0 || !body) return [];
    const { range } = only.next;
    const isLast =
      body.end.line === range.end.line && body.end.character <= range.end.character + 1;
    return [
      {
        code: 'code-after-next',
        severity: 'error' as const,
        message: isLast
          ? `The self.next of step ${step} is part of another statement, where Metaflow does not see it`
          : `Step ${step} goes on after its self.next, which must be its last statement`,
        remedy: isLast
          ? 'Write it as a statement of its own, without return and outside of with.'
          : 'Move it to the end of the step.',
        step,
        range,
      },
    ];
  });
