import type { RelatedPlace, TextRule } from './rule';
import type { FlowText } from './rule';
import { isOwnRead, lossOf, severityOf, unsetReads, type Loss } from './unset';

/** A step reads what was set before a join, which starts anew. */
export const lostArtifact: TextRule = (text) =>
  unsetReads(text)
    .filter(isOwnRead)
    .flatMap((read) => {
      const loss = lossOf(text, read.name, read.step);
      if (!loss) return [];
      const isHere = loss.join === read.step;
      return [
        {
          code: 'lost-artifact',
          severity: severityOf(text, read),
          message: isHere
            ? `Join ${read.step} reads ${read.name} from itself, but only its inputs have it`
            : `Step ${read.step} reads ${read.name}, which is lost at join ${loss.join}`,
          remedy: isHere
            ? `Read it from an input, or call self.merge_artifacts(inputs) first.`
            : `Call self.merge_artifacts(inputs) in ${loss.join}, or set self.${read.name} there.`,
          step: read.step,
          file: read.file,
          range: read.range,
          related: placesOf(text, read.name, loss),
        },
      ];
    });

function placesOf({ flow }: FlowText, name: string, loss: Loss): readonly RelatedPlace[] {
  const join = flow.steps.get(loss.join);
  return [
    ...(join
      ? [{ file: join.file, range: join.nameRange, message: `${loss.join} does not keep ${name}` }]
      : []),
    ...loss.writes.map(({ file, range, step }) => ({
      file,
      range,
      message: `${step ?? 'the class'} sets ${name}`,
    })),
  ];
}
