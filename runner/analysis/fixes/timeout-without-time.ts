import { decoratorsOf } from './decorators';
import type { FixRule } from './fix';
import { replace } from './source';

/** Gives @timeout a time. */
export const timeoutWithoutTime: FixRule = (finding, context) => {
  const [timeout] = decoratorsOf(finding.step, 'timeout', context);
  if (!timeout || timeout.call.splat) return [];
  const { callee, range } = timeout.call;
  const edits = [replace(timeout.source, range, `${callee}(minutes=10)`)];
  return [{ title: 'Stop after 10 minutes', edits, safe: false }];
};
