/** What becomes of the statements of a step when they are cut into several steps. */
import type { Node } from 'web-tree-sitter';
import type { AnalysedFlow } from '../../analyse';
import { rangeBetween } from '../../cursor/offsets';
import type { FileEdit } from '../../fixes/fix';
import { removeStatement, replace, type Source } from '../../fixes/source';
import { rangeOf } from '../../positions';
import { crossings, pieceChanges } from '../names/crossings';
import { nameFlow } from '../names/nameFlow';
import { importedOnly, isImport, unstorable } from '../names/storable';
import { artifactNames } from './artifactNames';

export interface PieceText {
  /** Inside of its statements. */
  readonly edits: readonly FileEdit[];
  /** Statements for its beginning: imports, and names that have to stay names. */
  readonly before: readonly string[];
  /** Statements for its end. */
  readonly after: readonly string[];
}

export interface CutRequest {
  readonly flow: AnalysedFlow;
  readonly step: string;
  readonly self: string;
  /** The name of a join's inputs. */
  readonly inputs?: string;
  readonly source: Source;
  readonly text: string;
  readonly pieces: readonly (readonly Node[])[];
  /** No statement may become superfluous: a step would have none left. */
  readonly keepsAll: boolean;
}

/** Each piece as a step of its own would have it; a reason when the locals of the step cannot be artifacts. */
export function cut(request: CutRequest): PieceText[] | string {
  const { flow, self, source, text, pieces } = request;
  const flows = pieces.map((each) => nameFlow(each, self));
  const stays = importedOnly(flows, pieces.flat());
  const crossing = crossings(flows);
  const crossed = [...new Set(crossing.arriving.flatMap((each) => [...each]))].filter(
    (name) => !stays.has(name),
  );
  const reason = refusal(request, flows, crossing, crossed);
  if (reason !== undefined) return reason;
  const names = artifactNames(crossed, flow, {
    name: request.step,
    self,
    pieces,
    flows,
    keepsAll: request.keepsAll,
  });
  const attribute = (name: string): string => `${self}.${names.get(name)?.artifact ?? name}`;
  return pieces.map((statements, index) => {
    const changes = pieceChanges(flows, crossing, index, { stays });
    const isStoredHere = (name: string): boolean => {
      const stored = names.get(name)?.stored;
      return stored !== undefined && statements.some((each) => each.id === stored.id);
    };
    // `self.model = model` becomes `self.model = self.model`.
    const idle = crossed.filter(
      (name) => crossing.arriving[index]?.has(name) && isStoredHere(name),
    );
    const removed = idle.flatMap((name) => names.get(name)?.stored ?? []);
    const isRemoved = (offset: number): boolean =>
      removed.some((each) => each.startIndex <= offset && offset < each.endIndex);
    const imported = [...(crossing.arriving[index] ?? [])].filter(
      (name) => stays.has(name) && flows[index]?.needs.has(name),
    );
    return {
      edits: [
        ...removed.map((each) => removeStatement(source, rangeOf(each))),
        ...changes.replaced
          .filter(({ start }) => !isRemoved(start))
          .map(({ name, start, end }) =>
            replace(source, rangeBetween(text, start, end), attribute(name)),
          ),
      ],
      before: [
        ...importsOf(imported, pieces.slice(0, index)),
        ...changes.restored.map((name) => `${name} = ${attribute(name)}`),
      ],
      after: changes.stored
        .filter((name) => !isStoredHere(name))
        .map((name) => `${attribute(name)} = ${name}`),
    };
  });
}

function refusal(
  { inputs, pieces }: CutRequest,
  flows: readonly ReturnType<typeof nameFlow>[],
  crossing: ReturnType<typeof crossings>,
  crossed: readonly string[],
): string | undefined {
  const usesInputs = flows.slice(1).some((each) => each.uses.some(({ name }) => name === inputs));
  if (inputs !== undefined && usesInputs) {
    return `${inputs} is only there in the join: what is read of it has to stay in its first part`;
  }
  const [declared] = flows.flatMap((each) => [...each.declared]);
  if (declared !== undefined) return `${declared} is declared global or nonlocal`;
  const [unsure] = crossing.unsure;
  if (unsure) return `${unsure.name} is not set on every way to where it is needed`;
  for (const name of crossed) {
    const known = unstorable(name, flows);
    if (known !== undefined) return known;
    if (inputs !== undefined && isInput(name, inputs, pieces.flat())) {
      return `${name} is one of the ${inputs} of the join, which artifacts cannot hold`;
    }
  }
  return undefined;
}

/** `best = max(inputs, …)`, `first = inputs[0]`. */
function isInput(name: string, inputs: string, statements: readonly Node[]): boolean {
  const pattern = new RegExp(
    `^${name}\\s*=\\s*(?:${inputs}(?:\\[[^\\]]*\\]|\\.\\w+)?$|(?:max|min|next|list|sorted|reversed|iter)\\(\\s*${inputs}\\b)`,
  );
  return statements.some((each) => pattern.test(each.text));
}

/** The statements that import these names, once each. */
function importsOf(names: readonly string[], pieces: readonly (readonly Node[])[]): string[] {
  const statements = pieces
    .flat()
    .filter(isImport)
    .filter((each) => nameFlow([each], '').uses.some(({ name }) => names.includes(name)));
  return [...new Set(statements.map((each) => each.text))];
}
