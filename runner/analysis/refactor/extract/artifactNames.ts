/** Under which names the locals of a step go on as artifacts. */
import type { Node } from 'web-tree-sitter';
import type { AnalysedFlow } from '../../analyse';
import type { NameFlow } from '../names/use';
import { OF_EVERY_FLOW } from '../../symbols/names';
import { occurrencesOf } from '../../symbols/occurrences';

export interface ArtifactName {
  readonly artifact: string;
  /** A statement `self.artifact = name` that the step has already. */
  readonly stored?: Node;
}

export interface CutStep {
  readonly name: string;
  readonly self: string;
  /** Its statements, as they are cut. */
  readonly pieces: readonly (readonly Node[])[];
  readonly flows: readonly NameFlow[];
  /** No statement may become superfluous. */
  readonly keepsAll: boolean;
}

/** The same name where it is free; the one under which the step stores the value anyway. */
export function artifactNames(
  names: Iterable<string>,
  flow: AnalysedFlow,
  step: CutStep,
): Map<string, ArtifactName> {
  const taken = new Set([
    ...OF_EVERY_FLOW,
    ...occurrencesOf(flow).map(({ symbol }) => symbol.name),
    ...flow.classes.flatMap(({ model }) => model.members.map((member) => member.name)),
  ]);
  const result = new Map<string, ArtifactName>();
  for (const name of names) {
    const stored = step.keepsAll ? undefined : storedAs(name, flow, step);
    const artifact = stored?.artifact ?? free(name, taken);
    taken.add(artifact);
    result.set(name, stored ?? { artifact });
  }
  return result;
}

function free(name: string, taken: ReadonlySet<string>): string {
  // What begins with an underscore is private to Metaflow.
  const plain = name.replace(/^_+/, '') || 'value';
  if (!taken.has(plain)) return plain;
  let artifact = `${plain}_value`;
  for (let number = 2; taken.has(artifact); number++) artifact = `${plain}_${number}`;
  return artifact;
}

/** By the one `self.artifact = name` after which neither of them is changed any more. */
function storedAs(name: string, flow: AnalysedFlow, step: CutStep): ArtifactName | undefined {
  const statements = step.pieces.flat();
  const pattern = new RegExp(`^${step.self}\\.(\\w+)\\s*=\\s*${name}$`);
  const [stored, ...more] = statements.filter((each) => pattern.test(each.text));
  const artifact = stored && pattern.exec(stored.text)?.[1];
  if (!stored || artifact === undefined || more.length > 0) return undefined;
  const writes = step.flows.map((each) =>
    each.uses.filter((use) => use.name === name && use.writes),
  );
  const changesOnTheWay = writes.filter((each) => each.length > 0).length > 1;
  const changesLater = writes.flat().some((use) => use.start > stored.startIndex);
  const inside = occurrencesOf(flow).filter(
    ({ symbol, inside: method }) => symbol.name === artifact && method === step.name,
  );
  // Somewhere else in the step it may be something else.
  const isOnlyOne = inside.every(({ role, range }) =>
    range.start.line > stored.endPosition.row
      ? role === 'read'
      : range.start.line === stored.startPosition.row,
  );
  return changesOnTheWay || changesLater || !isOnlyOne ? undefined : { artifact, stored };
}
