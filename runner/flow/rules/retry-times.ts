import { decoratorOf, MAX_ATTEMPTS } from '../decorators';
import type { Rule } from './rule';

/** Attempts are limited: the first, the retries and one that @catch may need. */
const MAX_RETRIES = MAX_ATTEMPTS - 2;

export const retryTimes: Rule = ({ steps }) =>
  [...steps.values()]
    .filter((step) => Number(decoratorOf(step, 'retry')?.attributes['times'] ?? 0) > MAX_RETRIES)
    .map((step) => ({
      code: 'retry-times',
      severity: 'error',
      message: `Step ${step.name} is to be retried more than ${MAX_RETRIES} times`,
      remedy: `Write @retry(times=${MAX_RETRIES}) or less.`,
      step: step.name,
    }));
