/** Go to definition of steps, artifacts and parameters. */
import type { Location } from 'vscode-languageserver';
import { definitionsOf } from '../../runner/analysis/symbols/definitions';
import type { Asked } from '../asked';
import type { Feature } from '../feature';
import { askedSymbol, locationOf } from '../symbol';

export const definitionFeature: Feature = {
  capabilities: { definitionProvider: true },
  register(connection, session) {
    connection.onDefinition(({ textDocument, position }) => {
      const asked = session().askedAt(textDocument.uri, position);
      return asked && definition(asked);
    });
  },
};

/** A step: its method. An artifact: the assignments that reach the place, else all. */
export function definition(asked: Asked): Location[] | undefined {
  const found = askedSymbol(asked);
  return found && definitionsOf(found).map((place) => locationOf(place, asked));
}
