/** The rules that read a step's text: only what is certain is an error. */
import { checkArtifacts } from './artifactRules';
import { asyncStep } from './async-step';
import { batchResources } from './batch-resources';
import { codeAfterNext } from './code-after-next';
import { conditionalNext } from './conditional-next';
import { conflictingOptions } from './conflicting-options';
import { decoratorArgument } from './decorator-argument';
import { duplicateParameter } from './duplicate-parameter';
import { earlyReturn } from './early-return';
import { flowAttribute } from './flow-attribute';
import { foreachName } from './foreach-name';
import { invalidNext } from './invalid-next';
import { misplacedDecorator } from './misplaced-decorator';
import { missingOption } from './missing-option';
import { optionType } from './option-type';
import { parameterDefault } from './parameter-default';
import { parameterName } from './parameter-name';
import { parameterType } from './parameter-type';
import { projectName } from './project-name';
import { repeatedNext } from './repeated-next';
import { stepArguments } from './step-arguments';
import { stepCall } from './step-call';
import { unknownImport } from './unknown-import';
import { unknownOption } from './unknown-option';
import { foreachValue } from './foreach-value';
import { readOnlyAttribute } from './read-only-attribute';
import type { AnalysedFlow } from '../analyse';
import { flowText, type TextFinding, type TextRule } from './rule';
import { switchValue } from './switch-value';

const RULES: readonly TextRule[] = [
  asyncStep,
  batchResources,
  codeAfterNext,
  conditionalNext,
  conflictingOptions,
  decoratorArgument,
  duplicateParameter,
  earlyReturn,
  flowAttribute,
  foreachName,
  invalidNext,
  misplacedDecorator,
  missingOption,
  optionType,
  parameterDefault,
  parameterName,
  parameterType,
  projectName,
  repeatedNext,
  stepArguments,
  stepCall,
  unknownImport,
  unknownOption,
  readOnlyAttribute,
  foreachValue,
  switchValue,
];

export function checkText(flow: AnalysedFlow): TextFinding[] {
  const text = flowText(flow);
  return [...RULES.flatMap((rule) => rule(text)), ...checkArtifacts(text)];
}
