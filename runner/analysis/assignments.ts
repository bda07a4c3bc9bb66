/** The assignments among the effects of a method, and how sure each is to happen. */
import type { Effect, WriteEffect } from './effects';

export interface SelfAssignment extends WriteEffect {
  /** It happens whenever the method runs to its end: no condition, loop or `try` is around it. */
  readonly always: boolean;
}

/** In the order of the text; those of nested functions, which may never run, are left out. */
export function assignmentsIn(effects: readonly Effect[], always = true): SelfAssignment[] {
  return effects.flatMap((effect) => {
    switch (effect.kind) {
      case 'write':
        return [{ ...effect, always }];
      case 'choice':
        return effect.arms.flatMap((arm) => assignmentsIn(arm, false));
      case 'repeat':
        return assignmentsIn(effect.body, false);
      case 'attempt':
        return [effect.body, ...effect.handlers, effect.otherwise, effect.last].flatMap((block) =>
          assignmentsIn(block, false),
        );
      default:
        return [];
    }
  });
}
