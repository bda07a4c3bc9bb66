/** Hover of a step: what kind it is, where it comes from and goes, what decorates it, and how it went last time. */
import { describeKind } from '../../../runner/drawing/graphModel';
import { formatDuration } from '../../../runner/drawing/format';
import type { Translate } from '../../../runner/drawing/words';
import type { DecoratorDescription, StepDescription } from '../../../runner/flow/description';
import type { StepFacts } from '../../../runner/flow/facts';
import { KNOWN_DECORATORS } from '../../../runner/flow/decorators';
import { stepOf } from '../../../runner/flow/graph';
import { inlineCode, paragraphs, placeLink, plainText, pythonLine } from '../../markdown';
import { factsFor, stepWords } from '../runFacts';
import type { Hovered } from './answer';
import { pythonText } from './pythonText';

export function stepText(hovered: Hovered): string | undefined {
  const { found, flow, asked } = hovered;
  const step = stepOf(flow.description, found.symbol.name);
  if (!step) return undefined;
  const known = factsFor(flow.description, asked.facts)?.steps[step.name];
  return paragraphs(
    header(step, asked.t),
    waysWords(step, hovered),
    decoratorWords(step.decorators, asked.t),
    plainText(step.doc),
    known && factsWords(known, asked.t),
  );
}

/** `(step) train · foreach models`. */
function header(step: StepDescription, t: Translate): string {
  const kind = describeKind(step, t);
  const line = `(${t('step')}) ${step.name}${step.takesInputs ? '(inputs)' : ''}`;
  return pythonLine(kind === '' ? line : `${line}  # ${kind}`);
}

/** Links to the steps before and behind. */
function waysWords({ name, next }: StepDescription, { flow, asked }: Hovered): string {
  const { description } = flow;
  const { t } = asked;
  const link = (step: string): string => {
    const place = flow.steps.get(step);
    return place
      ? placeLink(step, { file: place.file, range: place.nameRange }, asked)
      : inlineCode(step);
  };
  const before = description.steps.filter((step) => step.next.includes(name));
  const links = (steps: readonly string[]): string => [...new Set(steps)].map(link).join(', ');
  const from = before.length > 0 ? t('From {0}', links(before.map((step) => step.name))) : '';
  const to = next.length > 0 ? t('To {0}', links(next)) : '';
  return [from, to].filter((part) => part !== '').join(' · ');
}

/** As they would be written, without what they have anyway. */
function decoratorWords(decorators: readonly DecoratorDescription[], t: Translate): string {
  const written = decorators.map(({ name, attributes }) => {
    const usual = KNOWN_DECORATORS[name]?.defaults ?? {};
    const given = Object.entries(attributes).filter(
      ([option, value]) => JSON.stringify(value) !== JSON.stringify(usual[option]),
    );
    const options = given.map(([option, value]) => `${option}=${pythonText(value, 40)}`);
    return inlineCode(`@${name}${options.length > 0 ? `(${options.join(', ')})` : ''}`);
  });
  return written.length > 0 ? t('With {0}', written.join(', ')) : '';
}

function factsWords(facts: StepFacts, t: Translate): string {
  // Icons of the editor are not drawn in hovers.
  const words = stepWords(facts, t).replace(/^\$\([^)]*\) /, '');
  const { recent } = facts;
  const usual =
    recent && recent.runs > 1
      ? t('usually {0} (median of {1} runs)', formatDuration(recent.median), recent.runs)
      : '';
  return [t('Last run: {0}', words), usual].filter((part) => part !== '').join(' · ');
}
