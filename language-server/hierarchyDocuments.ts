/**
 * For which documents the call hierarchy is ours. An editor asks one extension alone, so that we must not step in front of
 * others where there are no flows: the documents are registered one by one, whenever they are others.
 */
import {
  CallHierarchyPrepareRequest,
  type ClientCapabilities,
  type Connection,
  type Disposable,
  type ServerCapabilities,
} from 'vscode-languageserver';
import { pathOf } from './uris';

export class HierarchyDocuments {
  private wanted = '';
  private registered: Disposable | undefined;
  private busy: Promise<void> = Promise.resolve();
  private isDynamic = false;

  constructor(private readonly connection: Connection) {}

  /** Takes the call hierarchy out of what is said at the start, if the editor takes it document by document. */
  capabilities(all: ServerCapabilities, client: ClientCapabilities): ServerCapabilities {
    this.isDynamic = client.textDocument?.callHierarchy?.dynamicRegistration === true;
    if (!this.isDynamic) return all;
    return Object.fromEntries(
      Object.entries(all).filter(([name]) => name !== 'callHierarchyProvider'),
    );
  }

  /** @param uris open documents that have to do with flows */
  update(uris: readonly string[]): void {
    const wanted = [...uris].sort().join('\n');
    if (!this.isDynamic || wanted === this.wanted) return;
    this.wanted = wanted;
    this.busy = this.busy
      .then(() => this.register(uris))
      .catch((error: unknown) => {
        this.connection.console.warn(`No call hierarchy: ${String(error)}`);
      });
  }

  private async register(uris: readonly string[]): Promise<void> {
    this.registered?.dispose();
    this.registered = undefined;
    if (uris.length === 0) return;
    const documentSelector = uris.map((uri) => ({
      language: 'python',
      scheme: uri.slice(0, uri.indexOf(':')),
      // The very path is a pattern that fits, whatever characters it has.
      pattern: pathOf(uri),
    }));
    this.registered = await this.connection.client.register(CallHierarchyPrepareRequest.type, {
      documentSelector,
    });
  }
}
