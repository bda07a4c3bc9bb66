import { nextsIn } from './nexts';
import type { TextRule } from './rule';

/** Which way a step goes must be plain before the run: no `self.next` under a condition. */
export const conditionalNext: TextRule = ({ flow }) =>
  [...flow.steps].flatMap(([step, { model, file }]) => {
    const all = nextsIn(model.effects);
    const [first, ...others] = all;
    if (model.next || !first || all.some(({ always }) => always)) return [];
    const where = WHERE[first.inside ?? 'choice'];
    return [
      {
        code: 'conditional-next',
        severity: 'error' as const,
        message: `Step ${step} calls self.next only inside ${where}, where Metaflow does not see it`,
        remedy:
          first.inside === 'choice'
            ? "To choose a way, set an artifact and end the step with self.next({'one': self.a, 'other': self.b}, condition='artifact')."
            : 'Make it the last statement of the step.',
        step,
        range: first.next.range,
        related: others.map(({ next }) => ({
          file,
          range: next.range,
          message: 'Another one is here',
        })),
      },
    ];
  });

const WHERE = { choice: 'an if', repeat: 'a loop', attempt: 'a try' };
