/** The door of the fixes: what mends a finding, one file a code. */
import type { PlacedFinding } from '../check';
import { codeAfterNext } from './code-after-next';
import { duplicateDecorator } from './duplicate-decorator';
import { emptyBranch } from './empty-branch';
import { endWithNext } from './end-with-next';
import type { Fix, FixContext, FixRule } from './fix';
import { ignoreHere } from './ignore';
import { joinWithoutSplit } from './join-without-split';
import { decoratorArgument } from './decorator-argument';
import { foreachName } from './foreach-name';
import { foreachValue } from './foreach-value';
import { invalidNext } from './invalid-next';
import { invalidStepName } from './invalid-step-name';
import { misplacedDecorator } from './misplaced-decorator';
import { parallelStep } from './parallel-step';
import { parameterType } from './parameter-type';
import { projectName } from './project-name';
import { repeatedNext } from './repeated-next';
import { stepArguments } from './step-arguments';
import { switchValue } from './switch-value';
import { unknownImport } from './unknown-import';
import { conditionalNext } from './conditional-next';
import { optionType } from './option-type';
import { missingOption } from './missing-option';
import { parameterName } from './parameter-name';
import { lostArtifact } from './lost-artifact';
import { mergeConflict } from './merge-conflict';
import { unpicklableArtifact } from './unpicklable-artifact';
import { meantName } from './meant';
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
import { unsetSplit } from './unset-split';

export type { Fix, FileEdit, FixContext } from './fix';

const FIXES: { readonly [code: string]: FixRule } = {
  'code-after-next': codeAfterNext,
  'conditional-next': conditionalNext,
  'decorator-argument': decoratorArgument,
  'duplicate-decorator': duplicateDecorator,
  'empty-branch': emptyBranch,
  'empty-foreach': emptyBranch,
  'end-with-next': endWithNext,
  'foreach-name': foreachName,
  'foreach-value': foreachValue,
  'invalid-next': invalidNext,
  'invalid-step-name': invalidStepName,
  'join-without-split': joinWithoutSplit,
  'lost-artifact': lostArtifact,
  'merge-conflict': mergeConflict,
  'misplaced-decorator': misplacedDecorator,
  'missing-inputs': missingInputs,
  'missing-next': missingNext,
  'missing-option': missingOption,
  'no-end': noEnd,
  'no-start': noStart,
  'option-type': optionType,
  'parallel-step': parallelStep,
  'parameter-name': parameterName,
  'parameter-type': parameterType,
  'project-name': projectName,
  'repeated-branch': repeatedBranch,
  'repeated-next': repeatedNext,
  'reserved-step-name': invalidStepName,
  'retry-times': retryTimes,
  'split-in-join': splitInJoin,
  'start-with-inputs': joinWithoutSplit,
  'step-arguments': stepArguments,
  'switch-into-join': emptyBranch,
  'switch-value': switchValue,
  'timeout-without-time': timeoutWithoutTime,
  'unjoined-split': unjoinedSplit,
  'unknown-branch': meantName,
  'unknown-import': unknownImport,
  'unknown-option': meantName,
  'unknown-step': unknownStep,
  'unpicklable-artifact': unpicklableArtifact,
  'unset-artifact': meantName,
  'unset-condition': unsetSplit,
  'unset-foreach': unsetSplit,
};

/** What mends a finding, the best first. The last one is to ignore it, which is never safe. */
export function fixesOf(finding: PlacedFinding, context: FixContext): readonly Fix[] {
  const rule = Object.hasOwn(FIXES, finding.code) ? FIXES[finding.code] : undefined;
  const fixes = rule && !isElsewhere(finding, context) ? rule(finding, context) : [];
  return [...fixes, ...ignoreHere(finding, context)];
}

/** Told at the class because another file is the cause: what is to be changed there is not at the finding's place. */
function isElsewhere({ code, range }: PlacedFinding, { flow }: FixContext): boolean {
  return range === flow.nameRange && !ABOUT_FLOW.has(code) && !FROM_STEP.has(code);
}

/** Said at the class in any case. */
const ABOUT_FLOW = new Set(['no-start', 'no-end']);
/** Their fixes look for the place in the step itself. */
const FROM_STEP = new Set([
  'empty-branch',
  'empty-foreach',
  'end-with-next',
  'join-without-split',
  'missing-inputs',
  'missing-next',
  'repeated-branch',
  'split-in-join',
  'start-with-inputs',
  'switch-into-join',
  'unjoined-split',
  'unknown-step',
]);
