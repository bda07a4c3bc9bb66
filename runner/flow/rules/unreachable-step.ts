import type { CheckedFlow, Rule } from './rule';

/**
 * Every step can be reached from the start. Not said while a step on the way leads nowhere: that is the cause then,
 * and other rules name it.
 */
export const unreachableStep: Rule = (flow) =>
  flow.reachable.size === 0 || someWayIsLost(flow)
    ? []
    : [...flow.steps.keys()]
        .filter((name) => !flow.reachable.has(name))
        .map((name) => ({
          code: 'unreachable-step',
          severity: 'error',
          message: `No way leads from ${flow.description.startStep} to step ${name}`,
          remedy: `Name self.${name} in the self.next of another step, or remove the step.`,
          step: name,
        }));

/** A step that can be reached has no next one, or names one that does not exist. */
function someWayIsLost({ description, steps, reachable }: CheckedFlow): boolean {
  return [...steps.values()].some(
    (step) =>
      reachable.has(step.name) &&
      step.name !== description.endStep &&
      (step.next.length === 0 || step.next.some((target) => !steps.has(target))),
  );
}
