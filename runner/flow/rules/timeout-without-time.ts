import { decoratorOf } from '../decorators';
import type { Rule } from './rule';

/** @timeout says after how long; Metaflow counts whole seconds, minutes and hours. */
export const timeoutWithoutTime: Rule = ({ steps }) =>
  [...steps.values()]
    .filter((step) => {
      const timeout = decoratorOf(step, 'timeout');
      return (
        timeout &&
        ['seconds', 'minutes', 'hours'].every(
          (unit) => Math.trunc(Number(timeout.attributes[unit] ?? 0)) === 0,
        )
      );
    })
    .map((step) => ({
      code: 'timeout-without-time',
      severity: 'error',
      message: `@timeout of step ${step.name} does not say after how long`,
      remedy: 'Write for example @timeout(minutes=10).',
      step: step.name,
    }));
