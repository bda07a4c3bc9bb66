import { closest } from '../../flow/closest';
import type { Effect } from '../effects';
import { blocksOf } from '../source/probes';
import type { TextRule } from './rule';
import { listed } from '../../flow/rules/rule';

/** `inputs.train` in a join that train does not lead to. */
export const unknownBranch: TextRule = ({ flow, artifacts }) =>
  [...artifacts.steps].flatMap(([step, { inputs }]) => {
    const place = flow.steps.get(step);
    if (!inputs || !place || place.broken) return [];
    const known = [...inputs.keys()];
    return branchesIn(place.model.effects)
      .filter(({ effect }) => !effect.guarded && !OF_INPUTS.has(effect.step))
      .filter(({ effect }) => !inputs.has(effect.step))
      .map(({ effect, always }) => {
        const meant = closest(effect.step, known);
        return {
          code: 'unknown-branch',
          severity: always ? ('error' as const) : ('warning' as const),
          message: `Join ${step} asks for the input ${effect.step}, which does not lead to it`,
          remedy:
            meant === undefined
              ? `Its inputs come from ${listed(known)}.`
              : `Did you mean ${meant}?`,
          step,
          file: place.file,
          range: effect.range,
        };
      });
  });

/** What the inputs themselves have. */
const OF_INPUTS = new Set(['flows']);

interface PlacedBranch {
  readonly effect: Extract<Effect, { kind: 'branch' }>;
  readonly always: boolean;
}

function branchesIn(effects: readonly Effect[], always = true): readonly PlacedBranch[] {
  return effects.flatMap((effect) =>
    effect.kind === 'branch'
      ? [{ effect, always }]
      : blocksOf(effect).flatMap((block) => branchesIn(block, false)),
  );
}
