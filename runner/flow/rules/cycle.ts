import type { StepDescription } from '../description';
import type { Rule } from './rule';

/**
 * No way leads back. The one exception is a switch that goes to itself again.
 * Reported once for each edge that closes a cycle; edges to the start are another rule's.
 */
export const cycle: Rule = ({ description, steps }) => {
  const findings: ReturnType<Rule>[number][] = [];
  const done = new Set<string>();
  for (const root of steps.keys()) {
    const path: { name: string; targets: readonly string[]; next: number }[] = [];
    const enter = (name: string): void => {
      const step = steps.get(name);
      if (step && !done.has(name)) path.push({ name, targets: [...new Set(step.next)], next: 0 });
    };
    enter(root);
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const { name } = top;
      const target = top.targets[top.next++];
      if (target === undefined) {
        done.add(name);
        path.pop();
        continue;
      }
      const start = path.findIndex((entry) => entry.name === target);
      if (start < 0) {
        enter(target);
      } else if (target !== description.startStep && !repeatsItself(steps.get(name), target)) {
        const loop = [...path.slice(start).map((entry) => entry.name), target].join(' → ');
        findings.push({
          code: 'cycle',
          severity: 'error',
          message: `The flow goes round in a circle: ${loop}`,
          remedy: `Let ${name} go to a later step. Only a step with a condition may go to itself again.`,
          step: name,
          target,
        });
      }
    }
  }
  return findings;
};

function repeatsItself(step: StepDescription | undefined, target: string): boolean {
  return step?.type === 'split-switch' && step.name === target;
}
