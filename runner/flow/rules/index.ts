/** The graph rules in one place: what makes a flow impossible to run, for `check`, for a run and for the editor. */
import type { FlowDescription } from '../description';
import type { Finding } from '../findings';
import { ambiguousStartOrEnd } from './ambiguous-start-or-end';
import { catchOnSplit } from './catch-on-split';
import { cycle } from './cycle';
import { duplicateDecorator } from './duplicate-decorator';
import { emptyBranch } from './empty-branch';
import { emptyForeach } from './empty-foreach';
import { endWithInputs } from './end-with-inputs';
import { endWithNext } from './end-with-next';
import { foreachIntoSeveral } from './foreach-into-several';
import { incompleteJoin } from './incomplete-join';
import { invalidStepName } from './invalid-step-name';
import { joinWithoutSplit } from './join-without-split';
import { missingInputs } from './missing-inputs';
import { missingNext } from './missing-next';
import { noEnd } from './no-end';
import { noStart } from './no-start';
import { parallelStep } from './parallel-step';
import { repeatedBranch } from './repeated-branch';
import { reservedParameterName } from './reserved-parameter-name';
import { reservedStepName } from './reserved-step-name';
import { retryTimes } from './retry-times';
import { toCheckedFlow, type CheckedFlow, type Rule } from './rule';
import { splitInJoin } from './split-in-join';
import { startWithIncoming } from './start-with-incoming';
import { startWithInputs } from './start-with-inputs';
import { switchCases } from './switch-cases';
import { switchIntoJoin } from './switch-into-join';
import { timeoutWithoutTime } from './timeout-without-time';
import { unjoinedSplit } from './unjoined-split';
import { unknownStep } from './unknown-step';
import { unreachableStep } from './unreachable-step';
import { unrelatedJoin } from './unrelated-join';

/** Each step by itself, and where the edges go. */
const STRUCTURE: readonly Rule[] = [
  noStart,
  noEnd,
  ambiguousStartOrEnd,
  reservedStepName,
  invalidStepName,
  missingNext,
  unknownStep,
  cycle,
  unreachableStep,
  startWithIncoming,
  startWithInputs,
  endWithNext,
  endWithInputs,
  splitInJoin,
  foreachIntoSeveral,
  emptyForeach,
  emptyBranch,
  repeatedBranch,
  switchCases,
  switchIntoJoin,
];

/** How splits and joins fit; only a sound structure can be asked. */
const BALANCE: readonly Rule[] = [joinWithoutSplit, missingInputs, incompleteJoin, unjoinedSplit];

const DECORATORS_AND_PARAMETERS: readonly Rule[] = [
  catchOnSplit,
  retryTimes,
  timeoutWithoutTime,
  duplicateDecorator,
  reservedParameterName,
];

/** What only running the file can tell: about that nothing is said which it might disprove. */
export interface UnknownParts {
  /** A base class may bring more of them. */
  readonly steps: boolean;
  /** A mutator may add and remove decorators and parameters. */
  readonly decorators: boolean;
}
const ALL_KNOWN: UnknownParts = { steps: false, decorators: false };
/** A spun flow is described without the decorators that a single step does not need. */
export const SPUN: UnknownParts = { steps: false, decorators: true };

/** All findings, in the order of the steps; those about the flow itself first. No errors: the flow can run. */
export function checkFlow(description: FlowDescription, unknown = ALL_KNOWN): Finding[] {
  const flow = toCheckedFlow(description);
  const structure = unknown.steps ? [] : STRUCTURE.flatMap((rule) => rule(flow));
  const balance = structure.length === 0 && !unknown.steps ? checkBalance(flow) : [];
  const others = unknown.decorators ? [] : checkDecorators(flow, structure.length === 0);
  const position = new Map([...flow.steps.keys()].map((name, index) => [name, index]));
  const rank = (finding: Finding): number => position.get(finding.step ?? '') ?? -1;
  return [...structure, ...balance, ...others].sort((a, b) => rank(a) - rank(b));
}

/** Gangs can be told only where it is sound what leads to what. */
function checkDecorators(flow: CheckedFlow, isSound: boolean): readonly Finding[] {
  const rules = isSound ? [parallelStep, ...DECORATORS_AND_PARAMETERS] : DECORATORS_AND_PARAMETERS;
  return rules.flatMap((rule) => rule(flow));
}

/** Where different splits meet, every count behind it is wrong too: that alone is said then. */
function checkBalance(flow: CheckedFlow): readonly Finding[] {
  const unrelated = unrelatedJoin(flow);
  return unrelated.length > 0 ? unrelated : BALANCE.flatMap((rule) => rule(flow));
}
