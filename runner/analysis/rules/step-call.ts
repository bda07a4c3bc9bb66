import type { Effect } from '../effects';
import type { Range } from '../positions';
import type { TextRule } from './rule';

/** A step is not called: `self.next` names it, and the run calls it. */
export const stepCall: TextRule = ({ flow }) =>
  [...flow.steps].flatMap(([step, { model }]) =>
    // Who has no self.next of its own cannot call it twice.
    (model.next ? callsIn(model.effects) : []).flatMap(({ name, range, always }) => {
      if (!flow.steps.get(name)?.model.next) return [];
      return [
        {
          code: 'step-call',
          severity: always ? ('error' as const) : ('hint' as const),
          message: `Step ${step} calls step ${name} like a function, whose self.next then is one too many`,
          remedy: `Go to it with self.next(self.${name}), or put what both need into a method without @step.`,
          step,
          range,
        },
      ];
    }),
  );

interface Call {
  readonly name: string;
  readonly range: Range;
  readonly always: boolean;
}

function callsIn(effects: readonly Effect[], always = true): readonly Call[] {
  return effects.flatMap((effect): readonly Call[] => {
    switch (effect.kind) {
      case 'call':
        return [{ name: effect.name, range: effect.range, always }];
      case 'choice':
        return effect.arms.flatMap((arm) => callsIn(arm, false));
      case 'repeat':
        return callsIn(effect.body, false);
      case 'attempt':
        return [effect.body, ...effect.handlers, effect.otherwise, effect.last].flatMap((block) =>
          callsIn(block, false),
        );
      default:
        return [];
    }
  });
}
