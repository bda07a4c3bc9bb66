/** All references to a step, an artifact or a parameter: in all steps, files, and flows that share its class. */
import type { Location } from 'vscode-languageserver';
import { namedElsewhere } from '../../runner/analysis/symbols/elsewhere';
import { placesOf } from '../../runner/analysis/symbols/related';
import type { Asked } from '../asked';
import type { Feature } from '../feature';
import { askedSymbol, locationOf } from '../symbol';

export const referencesFeature: Feature = {
  capabilities: { referencesProvider: true },
  register(connection, session) {
    connection.onReferences(async ({ textDocument, position, context }) => {
      await session().workspace.scanned();
      const asked = session().askedAt(textDocument.uri, position);
      return asked && references(asked, context.includeDeclaration);
    });
  },
};

/** Without its declaration an artifact still has its assignments: each of them is one use among others. */
export function references(asked: Asked, withDeclaration: boolean): Location[] | undefined {
  const found = askedSymbol(asked);
  if (!found) return undefined;
  const places = placesOf(found).filter(({ role }) => withDeclaration || role !== 'definition');
  return [...places, ...namedElsewhere(found, asked)].map((place) => locationOf(place, asked));
}
