/** The step, artifact or parameter that a feature is asked about. */
import { mentionsOf } from '../runner/analysis/symbols/mentions';
import { holds } from '../runner/analysis/symbols/occurrences';
import { symbolAt, type FoundSymbol } from '../runner/analysis/symbols/related';
import type { Place } from '../runner/analysis/symbols/model';
import type { Asked } from './asked';
import type { Range } from './protocol';

/** `undefined` for all names that are not a flow's: those are others' business. */
export function askedSymbol(asked: Asked): FoundSymbol | undefined {
  const { module, path, position } = asked;
  // The rest of the workspace is only looked at when there may be something.
  const isMention = [...module.classes.values()].some((model) =>
    mentionsOf(model).some(({ range }) => holds(range, position)),
  );
  return isMention ? symbolAt(asked.family(), path, position) : undefined;
}

export function locationOf(
  { file, range }: Place,
  asked: Pick<Asked, 'uriOf'>,
): { uri: string; range: Range } {
  return { uri: asked.uriOf(file), range };
}
