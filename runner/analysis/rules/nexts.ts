/** Where a step calls `self.next`, and under which circumstances: what the rules about transitions share. */
import type { Effect } from '../effects';
import type { NextModel } from '../model';
import type { Range } from '../positions';

export interface PlacedNext {
  readonly next: NextModel;
  /** It happens whenever the step comes to its end. */
  readonly always: boolean;
  /** How the step is left behind it, in the same block. */
  readonly left?: 'return' | 'raise';
  /** Inside `if`, `for` or `try`. */
  readonly inside?: 'choice' | 'repeat' | 'attempt';
}

/** All of them in the order of the text, those of nested functions left out. */
export function nextsIn(
  effects: readonly Effect[],
  inside?: PlacedNext['inside'],
): readonly PlacedNext[] {
  return effects.flatMap((effect, index): readonly PlacedNext[] => {
    switch (effect.kind) {
      case 'next':
        return [
          {
            next: effect.next,
            always: inside === undefined,
            ...leftBehind(effects.slice(index + 1)),
            ...(inside === undefined ? {} : { inside }),
          },
        ];
      case 'choice':
        return effect.arms.flatMap((arm) => nextsIn(arm, 'choice'));
      case 'repeat':
        return nextsIn(effect.body, 'repeat');
      case 'attempt':
        return [effect.body, ...effect.handlers, effect.otherwise, effect.last].flatMap((block) =>
          nextsIn(block, 'attempt'),
        );
      default:
        return [];
    }
  });
}

function leftBehind(effects: readonly Effect[]): Pick<PlacedNext, 'left'> {
  const exit = effects.find((effect) => effect.kind === 'exit');
  return exit ? { left: exit.how } : {};
}

export interface PlacedReturn {
  readonly range: Range;
  readonly always: boolean;
  /** Some `self.next` comes before it on its way. */
  readonly afterNext: boolean;
}

/** Where the step is left by `return`. */
export function returnsIn(
  effects: readonly Effect[],
  always = true,
  before = false,
): readonly PlacedReturn[] {
  let afterNext = before;
  const found: PlacedReturn[] = [];
  for (const effect of effects) {
    if (effect.kind === 'exit') {
      if (effect.how === 'return') found.push({ range: effect.range, always, afterNext });
      continue;
    }
    for (const block of blocksOf(effect)) found.push(...returnsIn(block, false, afterNext));
    afterNext ||= nextsIn([effect]).length > 0;
  }
  return found;
}

function blocksOf(effect: Effect): readonly (readonly Effect[])[] {
  switch (effect.kind) {
    case 'choice':
      return effect.arms;
    case 'repeat':
      return [effect.body];
    case 'attempt':
      return [effect.body, ...effect.handlers, effect.otherwise, effect.last];
    default:
      return [];
  }
}
