import { decoratorsOf } from './decorators';
import type { FixRule } from './fix';
import { replace } from './source';

/** As often as a task may be tried again. */
export const retryTimes: FixRule = (finding, context) => {
  const [retry] = decoratorsOf(finding.step, 'retry', context);
  const times = retry?.call.places.get('times');
  if (!retry || !times) return [];
  const edits = [replace(retry.source, times.valueRange, '4')];
  return [{ title: 'Retry 4 times, the most there can be', edits, safe: false }];
};
