import type { ArtifactRead } from '../artifacts/model';
import type { FlowText, TextRule } from './rule';
import { isOurs, isOwnRead, lossOf, remedyFor, severityOf, unsetReads } from './unset';

/** A step reads what no way to it sets. */
export const unsetArtifact: TextRule = (text) => [
  ...unsetReads(text)
    .filter((read) => isOwnRead(read) && isOurs(text, read.name))
    .filter((read) => !lossOf(text, read.name, read.step))
    .map((read) => ({
      code: 'unset-artifact',
      severity: severityOf(text, read),
      message: `Step ${read.step} reads ${read.name}, which nothing sets before`,
      remedy: remedyFor(text, read),
      step: read.step,
      file: read.file,
      range: read.range,
    })),
  ...unsetInputs(text),
];

/** `inputs.train.model` where train never sets it. */
function unsetInputs(text: FlowText): ReturnType<TextRule> {
  return unsetReads(text)
    .filter((read) => read.from !== undefined && isOurs(text, read.name))
    .filter((read) => isKnownInput(text, read))
    .map((read) => ({
      code: 'unset-artifact',
      severity: severityOf(text, read),
      message:
        read.from?.kind === 'step'
          ? `Step ${read.step} reads ${read.name} of ${read.from.step}, which does not have it`
          : `Step ${read.step} reads ${read.name} of its inputs, none of which has it`,
      remedy: remedyFor(text, read),
      step: read.step,
      file: read.file,
      range: read.range,
    }));
}

/** Another rule tells of inputs that do not exist. */
function isKnownInput({ artifacts }: FlowText, { step, from }: ArtifactRead): boolean {
  return from?.kind !== 'step' || artifacts.steps.get(step)?.inputs?.has(from.step) === true;
}
