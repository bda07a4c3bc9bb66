import { KNOWN_DECORATORS } from '../../flow/decorators';
import { placedDecorators, type PlacedDecorator } from '../meaning/placedCalls';
import type { TextFinding, TextRule } from './rule';

/** A step's decorators stand above its @step, a flow's above its class. */
export const misplacedDecorator: TextRule = ({ flow }) =>
  placedDecorators(flow).flatMap((placed) => {
    const problem = problemOf(placed);
    if (!problem) return [];
    const { call, file, method } = placed;
    return [
      {
        code: 'misplaced-decorator',
        severity: 'error' as const,
        ...problem,
        file,
        range: call.range,
        ...(method ? { step: method.name } : {}),
      },
    ];
  });

function problemOf(placed: PlacedDecorator): Pick<TextFinding, 'message' | 'remedy'> | undefined {
  const { name, where, method } = placed;
  const isForFlows = KNOWN_DECORATORS[name]?.on === 'flow';
  if (where === 'class') {
    return isForFlows
      ? undefined
      : {
          message: `@${name} decorates steps, not flows`,
          remedy: 'Put it above the @step of a step.',
        };
  }
  if (isForFlows) {
    return { message: `@${name} decorates flows, not steps`, remedy: 'Put it above the class.' };
  }
  if (where === 'below-step') {
    return { message: `@${name} stands below @step`, remedy: 'Put it above @step.' };
  }
  // Another decorator may make a step of it.
  if (where !== 'outside' || placed.besideUnknown) return undefined;
  return {
    message: `@${name} decorates ${method?.name ?? 'a method'}, which is no step`,
    remedy: 'Put @step below it, right above the def.',
  };
}
