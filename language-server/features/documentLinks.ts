/** Links from the default paths of `IncludeFile` and `Config` to the files that they name. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { DocumentLink } from 'vscode-languageserver';
import type { AnalysedFlow } from '../../runner/analysis/analyse';
import type { AssignmentModel } from '../../runner/analysis/model';
import type { ParameterDescription } from '../../runner/flow/description';
import type { AskedDocument } from '../asked';
import type { Feature } from '../feature';
import type { Range } from '../protocol';

export const documentLinksFeature: Feature = {
  capabilities: { documentLinkProvider: { resolveProvider: false } },
  register(connection, session) {
    connection.onDocumentLinks(({ textDocument }) => {
      const asked = session().asked(textDocument.uri);
      return asked && documentLinks(asked, existsSync);
    });
  },
};

/** Paths are relative to the flow's file, which is where flows are run from. */
export function documentLinks(
  asked: AskedDocument,
  exists: (file: string) => boolean,
): DocumentLink[] {
  const links = new Map<string, DocumentLink>();
  for (const flow of asked.flows) {
    for (const { parameter, member } of placedParameters(flow, asked.path)) {
      const range = defaultRange(member);
      const given = parameter.default;
      if (!range || typeof given !== 'string' || given === '' || given.includes('://')) continue;
      const file = path.resolve(path.dirname(flow.description.file), given);
      if (!exists(file)) continue;
      const key = `${range.start.line}:${range.start.character}`;
      links.set(key, { range, target: asked.uriOf(file) });
    }
  }
  return [...links.values()];
}

interface Placed {
  readonly parameter: ParameterDescription;
  readonly member: AssignmentModel;
}

/** Those whose values are files, where the document defines them. */
function placedParameters({ description, classes }: AnalysedFlow, file: string): Placed[] {
  const members = classes
    .filter(({ module }) => module.file === file)
    .flatMap(({ model }) => model.members);
  return description.parameters
    .filter(({ kind }) => kind !== 'parameter')
    .flatMap((parameter) => {
      const member = members.find(({ name }) => name === parameter.attribute);
      return member?.kind === 'assignment' ? [{ parameter, member }] : [];
    });
}

/** A config takes its default as the second argument, too; an included file only by its name. */
function defaultRange({ call }: AssignmentModel): Range | undefined {
  return (call?.places.get('default') ?? call?.places.get('1'))?.textRange;
}
