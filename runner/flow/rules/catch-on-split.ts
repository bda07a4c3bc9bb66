import { decoratorOf } from '../decorators';
import type { Rule } from './rule';

/** @catch goes on without the step's own results, so that it cannot stand on a step whose results decide the way. */
export const catchOnSplit: Rule = ({ steps }) =>
  [...steps.values()]
    .filter((step) => decoratorOf(step, 'catch'))
    .filter((step) => ['split-foreach', 'split-parallel', 'split-switch'].includes(step.type))
    .map((step) => ({
      code: 'catch-on-split',
      severity: 'error',
      message: `@catch cannot stand on step ${step.name}: ${
        step.type === 'split-switch' ? 'its result decides the way' : 'it splits over a list'
      }`,
      remedy: 'Do the work that may fail in a step before it, with @catch there.',
      step: step.name,
    }));
