import { listed, type Rule } from './rule';
import { splitsByValue } from '../graph';

/** A foreach leads to one step: each item gets a task of it. */
export const foreachIntoSeveral: Rule = ({ steps }) =>
  [...steps.values()]
    .filter((step) => splitsByValue(step) && step.next.length > 1)
    .map((step) => ({
      code: 'foreach-into-several',
      severity: 'error',
      message: `Step ${step.name} splits over a list into several steps: ${listed(step.next)}`,
      remedy: 'Go to one step with foreach, and branch there.',
      step: step.name,
    }));
