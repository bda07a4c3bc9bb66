/** What the scheduler needs of a flow, looked up by step name. */
import type { FlowDescription, StepDescription } from '../flow/description';
import { retryPolicy, type RetryPolicy } from '../flow/decorators';
import { stepsByName } from '../flow/graph';
import type { Limits } from './types';

export interface StepPlan {
  readonly isJoin: boolean;
  readonly next: readonly string[];
  /** It goes on to one of `next` (to all of them otherwise). */
  readonly isSwitch: boolean;
  /** It may lead back to itself. */
  readonly loops: boolean;
  readonly retries: RetryPolicy;
}

export interface Plan {
  readonly startStep: string;
  readonly endStep: string;
  readonly steps: ReadonlyMap<string, StepPlan>;
  readonly limits: Limits;
}

/**
 * What @retry waits when nobody says how long; writing the default out changes nothing. Metaflow keeps to it in the
 * cloud; on one's own machine it repeats at once, and people count on that. Any other time was chosen by somebody and
 * is waited for here, too. (docs/compatibility.md tells people.)
 */
const DEFAULT_MINUTES = 2;

/** The description is taken as checked: the graph rules found no error in it. */
export function planOf(description: FlowDescription, limits: Limits): Plan {
  const steps = new Map<string, StepPlan>();
  for (const [name, step] of stepsByName(description)) {
    const { next, takesInputs, type } = step;
    const isSwitch = type === 'split-switch' || step.condition !== undefined;
    const loops = isSwitch && next.includes(name);
    steps.set(name, { isJoin: takesInputs, next, isSwitch, loops, retries: localRetries(step) });
  }
  return { startStep: description.startStep, endStep: description.endStep, steps, limits };
}

function localRetries(step: StepDescription): RetryPolicy {
  const policy = retryPolicy(step);
  return policy.minutesBetween === DEFAULT_MINUTES ? { ...policy, minutesBetween: 0 } : policy;
}
