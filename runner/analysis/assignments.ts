/** The assignments among the effects of a method, and how sure each is to happen. */
import type { Effect, WriteEffect } from './effects';

export interface SelfAssignment extends WriteEffect {
  /** It happens whenever the method runs to its end: no condition, loop or `try` is around it. */
  readonly always: boolean;
  /** In a `try` with handlers: the code is prepared for it to fail. */
  readonly attempted: boolean;
}

/** In the order of the text; those of nested functions, which may never run, are left out. */
export function assignmentsIn(
  effects: readonly Effect[],
  always = true,
  attempted = false,
): SelfAssignment[] {
  const inside = (block: readonly Effect[], prepared = attempted): SelfAssignment[] =>
    assignmentsIn(block, false, prepared);
  return effects.flatMap((effect) => {
    switch (effect.kind) {
      case 'write':
        return [{ ...effect, always, attempted }];
      case 'choice':
        return effect.arms.flatMap((arm) => inside(arm));
      case 'repeat':
        return inside(effect.body);
      case 'attempt':
        return [
          ...inside(effect.body, attempted || effect.handlers.length > 0),
          ...[...effect.handlers, effect.otherwise, effect.last].flatMap((block) => inside(block)),
        ];
      default:
        return [];
    }
  });
}
