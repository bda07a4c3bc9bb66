/** Whether a task that failed is tried again. */
import type { Plan } from './plan';
import type { Task } from './state';

/** Undefined when it has used up its attempts. */
export function nextAttempt(plan: Plan, task: Task): { readonly minutes: number } | undefined {
  const retries = plan.steps.get(task.step)?.retries;
  const attempt = task.attempt + 1;
  if (!retries || attempt >= retries.userAttempts + retries.extraAttempts) return undefined;
  // An attempt that only records the failure has nothing to wait for.
  return { minutes: attempt < retries.userAttempts ? retries.minutesBetween : 0 };
}
