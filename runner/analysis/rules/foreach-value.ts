import type { AssignedValue } from '../assigned';
import type { SelfAssignment } from '../assignments';
import { lastAssignment, type FlowText, type TextFinding, type TextRule } from './rule';

/** A foreach takes what can be indexed from 0 or has a stable order. */
export const foreachValue: TextRule = (flow) =>
  flow.description.steps.flatMap((step) => {
    const artifact = step.foreachArtifact;
    if (step.type !== 'split-foreach' || artifact === undefined) return [];
    const last = lastAssignment(flow, step.name, artifact);
    const problem =
      last && (frameProblem(flow, step.name, last) ?? problemOf(last.value, artifact));
    return problem
      ? [{ code: 'foreach-value', step: step.name, range: last.targetRange, ...problem }]
      : [];
  });

type Problem = Pick<TextFinding, 'severity' | 'message' | 'remedy'>;

/** What may give something else than a data frame, whatever it mostly gives. */
const NOT_ONLY_FRAMES = new Set(['pandas.concat', 'pandas.read_json', 'pandas.read_pickle']);

/** `frame[0]` looks for a column of that name; frames of other libraries give a row. */
function frameProblem(
  { artifacts }: FlowText,
  step: string,
  { name, range, value }: SelfAssignment,
): Problem | undefined {
  if (value.kind !== 'call') return undefined;
  const write = artifacts.steps.get(step)?.writes.find((each) => each.range === range);
  const callee = write?.callee ?? '';
  const isFrame = write?.type === 'DataFrame' && callee.startsWith('pandas.');
  if (!isFrame || NOT_ONLY_FRAMES.has(callee)) return undefined;
  return {
    severity: 'error',
    message: `The foreach over ${name} cannot split over a data frame, whose items are its columns`,
    remedy: `Write self.${name} = ….to_dict('records').`,
  };
}

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
