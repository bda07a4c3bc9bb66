/** Steps that a run will not come to, because each switch before them went another way. */
import type { StepDescription } from '../flow/description';
import type { StepModel } from '../runs/model';

/** Certain for every step here: the switch is done, and what it chose has begun. */
export function waysNotTaken(
  steps: readonly StepDescription[],
  states: ReadonlyMap<string, StepModel>,
): ReadonlySet<string> {
  const found = new Set<string>();
  const waits = (name: string): boolean => (states.get(name)?.state ?? 'waiting') === 'waiting';
  const choseOther = (step: StepDescription): boolean =>
    step.type === 'split-switch' &&
    states.get(step.name)?.state === 'succeeded' &&
    step.next.some((other) => other !== step.name && !waits(other));
  // A step behind steps that are not taken is not taken either: look again until nothing is added.
  for (let before = -1; before !== found.size;) {
    before = found.size;
    for (const { name } of steps) {
      const sources = steps.filter((step) => step.next.includes(name));
      const lost = (step: StepDescription): boolean => found.has(step.name) || choseOther(step);
      if (waits(name) && sources.length > 0 && sources.every(lost)) found.add(name);
    }
  }
  return found;
}
