/** The rules that read a step's text: only what is certain is an error. */
import { foreachValue } from './foreach-value';
import { readOnlyAttribute } from './read-only-attribute';
import type { AnalysedFlow } from '../analyse';
import { flowText, type TextFinding, type TextRule } from './rule';
import { switchValue } from './switch-value';

const RULES: readonly TextRule[] = [readOnlyAttribute, foreachValue, switchValue];

export function checkText(flow: AnalysedFlow): TextFinding[] {
  const text = flowText(flow);
  return RULES.flatMap((rule) => rule(text));
}
