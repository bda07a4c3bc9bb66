import { matchingJoins } from '../../flow/graph';
import type { ArtifactMerge, ArtifactState, ArtifactStates } from '../artifacts/model';
import { mayTake } from '../artifacts/merge';
import type { FlowText, TextRule } from './rule';

/** Branches that give one artifact different values: a merge cannot choose. */
export const mergeConflict: TextRule = (text) => {
  const splits = new Map(
    [...matchingJoins(text.description)].map(([split, join]) => [join, split]),
  );
  return [...text.artifacts.steps].flatMap(([step, { inputs, merges }]) => {
    const split = text.description.steps.find(({ name }) => name === splits.get(step));
    // Where a switch lies on a branch, only one of several steps is an input.
    if (!inputs || split?.type !== 'split-static' || split.next.length !== inputs.size) return [];
    return merges.flatMap((merge) => conflictsOf(text, step, merge, inputs));
  });
};

function conflictsOf(
  { flow }: FlowText,
  step: string,
  { effect, file, always, before, open }: ArtifactMerge,
  inputs: ReadonlyMap<string, ArtifactStates>,
): ReturnType<TextRule> {
  const isKnown = effect.include !== 'unknown' && effect.exclude !== 'unknown' && !effect.partial;
  if (!isKnown || open || effect.guarded) return [];
  // Refused for that alone.
  if (effect.include?.length && effect.exclude?.length) return [];
  const names = new Set([...inputs.values()].flatMap((states) => [...states.keys()]));
  return [...names]
    .filter((name) => mayTake(name, effect) && !before.has(name))
    .flatMap((name) => {
      const pair = differing(inputs, name);
      if (!pair) return [];
      const [one, other] = pair;
      return [
        {
          code: 'merge-conflict',
          severity: always ? ('error' as const) : ('warning' as const),
          message: `The merge in ${step} cannot choose ${name}: ${one.step} and ${other.step} leave different values`,
          remedy: `Set self.${name} before the merge, or exclude it.`,
          step,
          file,
          range: effect.range,
          related: [one, other].flatMap(({ state }) =>
            state.writes.map((write) => ({
              file: write.file,
              range: write.range,
              message: `${write.step ?? flow.description.name} sets ${name}`,
            })),
          ),
        },
      ];
    });
}

interface Left {
  readonly step: string;
  readonly state: ArtifactState;
  readonly values: ReadonlySet<string>;
}

function differing(
  inputs: ReadonlyMap<string, ArtifactStates>,
  name: string,
): readonly [Left, Left] | undefined {
  const left = [...inputs].flatMap(([step, states]) => {
    const state = states.get(name);
    const values = state?.presence === 'surely' ? literals(state) : undefined;
    return state && values ? [{ step, state, values }] : [];
  });
  for (const [index, one] of left.entries()) {
    const other = left.slice(index + 1).find(({ values }) => isApart(one.values, values));
    if (other) return [one, other];
  }
  return undefined;
}

/** `undefined` when one of its values may be anything. */
function literals({ writes }: ArtifactState): ReadonlySet<string> | undefined {
  const values = new Set<string>();
  for (const { value } of writes) {
    if (value.kind !== 'literal') return undefined;
    // 1 and 1.0 are stored differently.
    values.add(`${JSON.stringify(value.value)}${value.float ? 'f' : ''}`);
  }
  return values.size > 0 ? values : undefined;
}

function isApart(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return [...a].every((each) => !b.has(each));
}
