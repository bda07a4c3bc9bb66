/** How a feature joins the server: what it can do, said at the start, and its answers. One file a feature in `features/`. */
import type { Connection, ServerCapabilities } from 'vscode-languageserver';
import type { Session } from './session';

export interface Feature {
  /** Merged over the others' in the answer to `initialize`. */
  readonly capabilities: ServerCapabilities;
  /** @param session only to be called while answering: it exists once `initialize` was answered */
  register(connection: Connection, session: () => Session): void;
}

export function capabilitiesOf(features: readonly Feature[]): ServerCapabilities {
  return features.reduce<ServerCapabilities>(
    (all, { capabilities }) => ({ ...all, ...capabilities }),
    {},
  );
}
