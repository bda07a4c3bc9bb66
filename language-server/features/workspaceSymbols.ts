/** Go to symbol in workspace: every flow and step, whatever file is open. */
import { SymbolKind, type WorkspaceSymbol } from 'vscode-languageserver';
import type { AnalysedFlow } from '../../runner/analysis/analyse';
import type { AskedDocument } from '../asked';
import type { Feature } from '../feature';

/** More than anyone reads; the editor asks again when more is typed. */
const MOST = 500;

export const workspaceSymbolsFeature: Feature = {
  capabilities: { workspaceSymbolProvider: true },
  register(connection, session) {
    connection.onWorkspaceSymbol(async ({ query }) => {
      const { workspace } = session();
      const flows = await workspace.allFlows();
      return workspaceSymbols(flows, query, (file) => workspace.uriOfFile(file));
    });
  },
};

/** Those whose name begins with the query before others, flows before steps. */
export function workspaceSymbols(
  flows: readonly AnalysedFlow[],
  query: string,
  uriOf: AskedDocument['uriOf'],
): WorkspaceSymbol[] {
  const wanted = query.toLowerCase();
  const all = [...flows.map((flow) => flowSymbol(flow, uriOf)), ...stepSymbols(flows, uriOf)];
  const fitting = all.filter(({ name }) => isSubsequence(wanted, name.toLowerCase()));
  const begins = ({ name }: WorkspaceSymbol): boolean => name.toLowerCase().startsWith(wanted);
  return [...fitting.filter(begins), ...fitting.filter((each) => !begins(each))].slice(0, MOST);
}

function flowSymbol(
  { description, nameRange }: AnalysedFlow,
  uriOf: AskedDocument['uriOf'],
): WorkspaceSymbol {
  const location = { uri: uriOf(description.file), range: nameRange };
  return { name: description.name, kind: SymbolKind.Class, location };
}

/** Each method once, however many flows inherit it, with the class that it stands in. */
function stepSymbols(
  flows: readonly AnalysedFlow[],
  uriOf: AskedDocument['uriOf'],
): WorkspaceSymbol[] {
  const found = new Map<unknown, WorkspaceSymbol>();
  for (const { classes, steps } of flows) {
    for (const { model, module } of classes) {
      for (const member of model.members) {
        const place = steps.get(member.name);
        if (place?.nameRange !== member.nameRange) continue;
        found.set(member, {
          name: member.name,
          kind: SymbolKind.Method,
          containerName: model.name,
          location: { uri: uriOf(module.file), range: member.nameRange },
        });
      }
    }
  }
  return [...found.values()];
}

/** Whether all letters come in this order, as the editor's own search has it. */
function isSubsequence(letters: string, text: string): boolean {
  let at = 0;
  for (const letter of letters) {
    at = text.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
