/** The rules that read a step's text: only what is certain is an error. */
import { foreachValue } from './foreach-value';
import { readOnlyAttribute } from './read-only-attribute';
import type { FlowText, TextFinding, TextRule } from './rule';
import { switchValue } from './switch-value';

const RULES: readonly TextRule[] = [readOnlyAttribute, foreachValue, switchValue];

export function checkText(flow: FlowText): TextFinding[] {
  return RULES.flatMap((rule) => rule(flow));
}
