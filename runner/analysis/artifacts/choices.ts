/** Which of its cases a switch can come to, where the text shows every value that its condition may have. */
import type { StepDescription } from '../../flow/description';
import type { AssignedValue } from '../assigned';
import type { ArtifactStates } from './model';

/** The steps that may follow, as far as what is known when the step has ended tells. */
export function mayGoTo(step: StepDescription, leaving: ArtifactStates): ReadonlySet<string> {
  const { condition, switchCases } = step;
  if (condition === undefined || !switchCases) return new Set(step.next);
  const state = leaving.get(condition);
  const cases = new Map(Object.entries(switchCases));
  const targets = new Set<string>();
  for (const { value } of state?.writes ?? []) {
    const target = cases.get(caseOf(value) ?? '');
    if (target === undefined) return new Set(step.next);
    targets.add(target);
  }
  return state?.presence === 'surely' ? targets : new Set(step.next);
}

function caseOf(value: AssignedValue): string | undefined {
  if (value.kind !== 'literal') return undefined;
  if (typeof value.value === 'string') return value.value;
  return typeof value.value === 'boolean' ? (value.value ? 'True' : 'False') : undefined;
}
