/** The door of the fixes: what mends a finding, one file a code. */
import type { PlacedFinding } from '../check';
import { codeAfterNext } from './code-after-next';
import { duplicateDecorator } from './duplicate-decorator';
import { emptyBranch } from './empty-branch';
import { endWithNext } from './end-with-next';
import type { Fix, FixContext, FixRule } from './fix';
import { ignoreHere } from './ignore';
import { joinWithoutSplit } from './join-without-split';
import { missingInputs } from './missing-inputs';
import { missingNext } from './missing-next';
import { noEnd } from './no-end';
import { noStart } from './no-start';
import { repeatedBranch } from './repeated-branch';
import { retryTimes } from './retry-times';
import { splitInJoin } from './split-in-join';
import { timeoutWithoutTime } from './timeout-without-time';
import { unjoinedSplit } from './unjoined-split';
import { unknownStep } from './unknown-step';

export type { Fix, FileEdit, FixContext } from './fix';

const FIXES: { readonly [code: string]: FixRule } = {
  'code-after-next': codeAfterNext,
  'duplicate-decorator': duplicateDecorator,
  'empty-branch': emptyBranch,
  'empty-foreach': emptyBranch,
  'end-with-next': endWithNext,
  'join-without-split': joinWithoutSplit,
  'missing-inputs': missingInputs,
  'missing-next': missingNext,
  'no-end': noEnd,
  'no-start': noStart,
  'repeated-branch': repeatedBranch,
  'retry-times': retryTimes,
  'split-in-join': splitInJoin,
  'start-with-inputs': joinWithoutSplit,
  'switch-into-join': emptyBranch,
  'timeout-without-time': timeoutWithoutTime,
  'unjoined-split': unjoinedSplit,
  'unknown-step': unknownStep,
};

/** What mends a finding, the best first. The last one is to ignore it, which is never safe. */
export function fixesOf(finding: PlacedFinding, context: FixContext): readonly Fix[] {
  const rule = Object.hasOwn(FIXES, finding.code) ? FIXES[finding.code] : undefined;
  return [...(rule?.(finding, context) ?? []), ...ignoreHere(finding, context)];
}
