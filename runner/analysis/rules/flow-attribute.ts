import type { AnalysedFlow } from '../analyse';
import type { SelfAssignment } from '../assignments';
import type { TextFinding, TextRule } from './rule';

/** Some attributes of a flow are not the step's to set. Parameters and values of the class are another rule's. */
export const flowAttribute: TextRule = ({ flow, assignments }) => {
  const properties = readOnlyProperties(flow);
  return [...assignments].flatMap(([step, all]) =>
    all.flatMap((assignment): TextFinding[] => {
      const problem = problemOf(assignment, step, flow, properties);
      if (!problem) return [];
      return [
        {
          code: 'flow-attribute',
          severity: assignment.always ? 'error' : 'warning',
          ...problem,
          step,
          range: assignment.targetRange,
        },
      ];
    }),
  );
};

/** Of every flow; Metaflow computes them. */
const OF_METAFLOW: ReadonlySet<string> = new Set(['index', 'input', 'script_name']);

function problemOf(
  { name }: SelfAssignment,
  step: string,
  flow: AnalysedFlow,
  properties: ReadonlySet<string>,
): Pick<TextFinding, 'message' | 'remedy'> | undefined {
  const remedy = 'Choose another name for the artifact.';
  if (OF_METAFLOW.has(name)) {
    return { message: `self.${name} is Metaflow’s own and cannot be set`, remedy };
  }
  if (properties.has(name)) {
    return { message: `self.${name} is a property that cannot be set`, remedy };
  }
  const goesThere = flow.steps.get(step)?.targets.some((target) => target.name === name) ?? false;
  return goesThere
    ? {
        message: `Step ${step} sets self.${name}, which hides the step that its self.next names`,
        remedy,
      }
    : undefined;
}

function readOnlyProperties(flow: AnalysedFlow): ReadonlySet<string> {
  const found = new Map<string, boolean>();
  for (const { model } of flow.classes) {
    const settable = new Set<string>();
    const own = new Set<string>();
    for (const member of model.members) {
      if (member.kind !== 'function') continue;
      const callees = member.decorators.map(({ callee }) => callee);
      if (callees.includes('property')) own.add(member.name);
      if (callees.includes(`${member.name}.setter`)) settable.add(member.name);
    }
    // The nearest class decides what a name is.
    for (const { name } of model.members) {
      if (!found.has(name)) found.set(name, own.has(name) && !settable.has(name));
    }
  }
  return new Set([...found].flatMap(([name, isReadOnly]) => (isReadOnly ? name : [])));
}
