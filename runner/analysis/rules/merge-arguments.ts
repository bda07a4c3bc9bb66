import { closest } from '../../flow/closest';
import type { ArtifactMerge } from '../artifacts/model';
import type { FlowText, TextRule } from './rule';

/** `merge_artifacts` belongs into a join, takes either list, and asks only for what is there. */
export const mergeArguments: TextRule = (text) =>
  [...text.artifacts.steps].flatMap(([step, { merges }]) =>
    merges.flatMap((merge) => {
      const problem = problemOf(text, step, merge);
      return problem
        ? [
            {
              code: 'merge-arguments',
              severity: merge.always ? ('error' as const) : ('warning' as const),
              ...problem,
              step,
              file: merge.file,
              range: merge.effect.range,
            },
          ]
        : [];
    }),
  );

interface Problem {
  readonly message: string;
  readonly remedy: string;
}

function problemOf(
  { artifacts, flow }: FlowText,
  step: string,
  { effect, before, open }: ArtifactMerge,
): Problem | undefined {
  const inputs = artifacts.steps.get(step)?.inputs;
  if (effect.guarded) return undefined;
  if (!inputs) {
    return {
      message: `Step ${step} merges artifacts, but only a join has inputs to merge`,
      remedy: 'Call it in the join.',
    };
  }
  const { include, exclude } = effect;
  if (isFilled(include) && isFilled(exclude)) {
    return {
      message: `The merge in ${step} names both what to include and what to exclude`,
      remedy: 'Give one of the two lists.',
    };
  }
  if (!isFilled(include) || open) return undefined;
  const there = new Set([...inputs.values()].flatMap((states) => [...states.keys()]));
  const isThere = (name: string): boolean =>
    there.has(name) ||
    before.has(name) ||
    name.startsWith('_') ||
    flow.classes.some(({ model }) => model.members.some((member) => member.name === name));
  const missing = include.find((name) => !isThere(name));
  if (missing === undefined) return undefined;
  const meant = closest(missing, there);
  return {
    message: `The merge in ${step} includes ${missing}, which no input has`,
    remedy: meant === undefined ? 'Take it out, or set it on the way.' : `Did you mean ${meant}?`,
  };
}

function isFilled(list: readonly string[] | 'unknown' | undefined): list is readonly string[] {
  return Array.isArray(list) && list.length > 0;
}
