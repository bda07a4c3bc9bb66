import type { AssignedValue } from '../assigned';
import { lastAssignment, type TextFinding, type TextRule } from './rule';

/** A foreach takes what can be indexed from 0 or has a stable order. */
export const foreachValue: TextRule = (flow) =>
  flow.description.steps.flatMap((step) => {
    const artifact = step.foreachArtifact;
    if (step.type !== 'split-foreach' || artifact === undefined) return [];
    const last = lastAssignment(flow, step.name, artifact);
    const problem = last && problemOf(last.value, artifact);
    return problem
      ? [{ code: 'foreach-value', step: step.name, range: last.targetRange, ...problem }]
      : [];
  });

type Problem = Pick<TextFinding, 'severity' | 'message' | 'remedy'>;

function problemOf(value: AssignedValue, artifact: string): Problem | undefined {
  const error = (what: string, remedy: string): Problem => ({
    severity: 'error',
    message: `The foreach over ${artifact} cannot split over ${what}`,
    remedy,
  });
  switch (value.kind) {
    case 'dict':
      return value.named
        ? error(
            'a dict, whose items have no positions',
            `Write self.${artifact} = list(….items()).`,
          )
        : undefined;
    case 'generator':
      return error('a generator, which cannot be stored', `Write self.${artifact} = list(…).`);
    case 'set':
      return {
        severity: 'warning',
        message: `The foreach over ${artifact} splits over a set, whose order is not defined`,
        remedy: `Write self.${artifact} = sorted(…).`,
      };
    case 'literal':
      return typeof value.value === 'string' && value.value !== ''
        ? undefined
        : error(value.value === null ? 'None' : 'that value', 'Give it a list.');
    default:
      return undefined;
  }
}
