/** Hover of a step in `self.next(…)`: when the flow goes there, then the step itself. */
import type { Translate } from '../../../runner/drawing/words';
import type { StepDescription } from '../../../runner/flow/description';
import { stepOf } from '../../../runner/flow/graph';
import { inlineCode, paragraphs } from '../../markdown';
import { stepText } from './step';
import type { Hovered } from './answer';

export function transitionText(hovered: Hovered): string | undefined {
  const { found, flow, asked } = hovered;
  const from = stepOf(flow.description, found.at.inside ?? '');
  const target = stepText(hovered);
  return target && paragraphs(target, from && wayWords(from, found.symbol.name, asked.t));
}

/** Nothing for a plain way: its arrow says it all. */
function wayWords(from: StepDescription, to: string, t: Translate): string | undefined {
  const item = from.foreachArtifact;
  if (item !== undefined) {
    return t('One task for each item of {0}, which is {1} there.', inlineCode(item), INPUT);
  }
  if (from.type === 'split-parallel') {
    return from.numParallel === undefined
      ? t('Several tasks at the same time, which know of each other.')
      : t('{0} tasks at the same time, which know of each other.', from.numParallel);
  }
  if (from.condition !== undefined) return caseWords(from, from.condition, to, t);
  return from.next.length > 1
    ? t('Runs beside the other branches of {0}.', inlineCode(from.name))
    : undefined;
}

const INPUT = inlineCode('self.input');

function caseWords(
  from: StepDescription,
  condition: string,
  to: string,
  t: Translate,
): string | undefined {
  const cases = Object.entries(from.switchCases ?? {}).filter(([, step]) => step === to);
  const values = cases.map(([value]) => inlineCode(value)).join(', ');
  return values === '' ? undefined : t('When {0} is {1}.', inlineCode(condition), values);
}
