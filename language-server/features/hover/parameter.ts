/** Hover of a parameter, config or included file: its type, default and help, and how a command line gives it. */
import type { Translate } from '../../../runner/drawing/words';
import type { ParameterDescription } from '../../../runner/flow/description';
import type { RunFacts } from '../../../runner/flow/facts';
import { inlineCode, paragraphs, plainText, pythonLine } from '../../markdown';
import { factsFor } from '../runFacts';
import { lastWords } from './artifact';
import type { Hovered } from './answer';
import { pythonText } from './pythonText';

export function parameterText({ found, flow, asked }: Hovered): string | undefined {
  const { t } = asked;
  const { name } = found.symbol;
  const parameter = flow.description.parameters.find(({ attribute }) => attribute === name);
  if (!parameter) return undefined;
  const facts = factsFor(flow.description, asked.facts);
  return paragraphs(
    header(parameter, t),
    plainText(parameter.help ?? ''),
    optionWords(parameter, t),
    facts && lastValue(facts, name, t),
  );
}

const TYPES: { readonly [kind in Exclude<ParameterDescription['kind'], 'parameter'>]: string } = {
  config: 'Config',
  'include-file': 'str',
};

function header({ attribute, kind, type, default: value }: ParameterDescription, t: Translate) {
  const shown = kind === 'parameter' ? type : TYPES[kind];
  const given = value === undefined ? '' : ` = ${pythonText(value)}`;
  return pythonLine(
    `(${kindWord(kind, t)}) ${attribute}${shown === 'unknown' ? '' : `: ${shown}`}${given}`,
  );
}

function kindWord(kind: ParameterDescription['kind'], t: Translate): string {
  switch (kind) {
    case 'parameter':
      return t('parameter');
    case 'config':
      return t('config');
    case 'include-file':
      return t('included file');
  }
}

function optionWords({ name, kind, required }: ParameterDescription, t: Translate): string {
  const option = inlineCode(kind === 'config' ? `--config ${name} FILE` : `--${name}`);
  return required
    ? t('Given on the command line as {0}; required', option)
    : t('Given on the command line as {0}', option);
}

/** Every step has it. */
function lastValue(facts: RunFacts, name: string, t: Translate): string | undefined {
  for (const [step, artifacts] of Object.entries(facts.artifacts ?? {})) {
    const artifact = Object.hasOwn(artifacts, name) ? artifacts[name] : undefined;
    if (artifact) return lastWords({ step, artifact }, facts, name, t);
  }
  return undefined;
}
