/** Code that asks whether an artifact exists before it reads it. */
import type { Effect } from '../effects';

/** Where a method asks for an attribute by `hasattr`, all its reads of that attribute are prepared for none. */
export function withProbes(effects: readonly Effect[]): readonly Effect[] {
  const probed = new Set<string>();
  walk(effects, (effect) => {
    if ((effect.kind === 'read' || effect.kind === 'input') && effect.guarded) {
      probed.add(effect.name);
    }
  });
  return probed.size === 0 ? effects : guardReads(effects, probed);
}

function walk(effects: readonly Effect[], visit: (effect: Effect) => void): void {
  for (const effect of effects) {
    visit(effect);
    for (const inner of blocksOf(effect)) walk(inner, visit);
  }
}

/** The blocks inside a compound effect. */
export function blocksOf(effect: Effect): readonly (readonly Effect[])[] {
  switch (effect.kind) {
    case 'choice':
      return effect.arms;
    case 'repeat':
    case 'later':
      return [effect.body];
    case 'attempt':
      return [effect.body, ...effect.handlers, effect.otherwise, effect.last];
    default:
      return [];
  }
}

function guardReads(effects: readonly Effect[], names: ReadonlySet<string>): readonly Effect[] {
  const inside = (block: readonly Effect[]): readonly Effect[] => guardReads(block, names);
  return effects.map((effect) => {
    switch (effect.kind) {
      case 'read':
      case 'input':
        return names.has(effect.name) ? { ...effect, guarded: true } : effect;
      case 'choice':
        return { ...effect, arms: effect.arms.map(inside) };
      case 'repeat':
      case 'later':
        return { ...effect, body: inside(effect.body) };
      case 'attempt':
        return {
          ...effect,
          body: inside(effect.body),
          handlers: effect.handlers.map(inside),
          otherwise: inside(effect.otherwise),
          last: inside(effect.last),
        };
      default:
        return effect;
    }
  });
}
