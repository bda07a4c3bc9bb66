/** `@catch`: the step may have failed half-way, and the flow goes on. */
import type { StepDescription } from '../../flow/description';
import type { StepPlace } from '../analyse';
import type { ArtifactState, ArtifactStates } from './model';
import { weaker } from './state';

/** What is left by a step, once it is known whether its errors are caught. */
export function caught(
  step: StepDescription,
  place: StepPlace | undefined,
  arriving: ArtifactStates,
  leaving: ArtifactStates,
): ArtifactStates {
  const decorator = step.decorators.find(({ name }) => name === 'catch');
  if (!decorator || !place) return leaving;
  const left = new Map<string, ArtifactState>();
  for (const [name, state] of leaving) {
    const isOld = arriving.get(name) === state;
    left.set(name, isOld ? state : { ...state, presence: weaker(state.presence, 'usually') });
  }
  const variable = decorator.attributes['var'];
  if (typeof variable === 'string' && variable !== '') {
    const { file, nameRange: range } = place;
    const value = { kind: 'other' } as const;
    const type = 'Exception | None';
    const write = { name: variable, step: step.name, file, range, value, type };
    left.set(variable, { presence: 'surely', merged: false, writes: [write] });
  }
  return left;
}
