/** One editor's session: what it opened and pushed, and what it is told about that. Speaks LSP through `Outgoing` only. */
import type { Diagnostic, TextDocumentContentChangeEvent } from 'vscode-languageserver';
import type { AnalysedFlow } from '../runner/analysis/analyse';
import type { PythonParser } from '../runner/analysis/source/parser';
import { MAX_LENGTH } from '../runner/analysis/source/readModule';
import type { Translate } from '../runner/drawing/words';
import { changeFacts, type FactsChange, type RunFacts } from '../runner/flow/facts';
import { diagnostics } from './features/diagnostics';
import { staticFlowOf, summaryOf } from './flows';
import { DEFAULT_SETTINGS } from './options';
import type { Settings, StaticFlow } from './protocol';
import type { Position } from '../runner/analysis/positions';
import type { Asked, AskedDocument } from './asked';
import { pathOf } from './uris';
import { debounced, throttled } from './throttle';
import { Workspace } from './workspace';

/** What the server says by itself. */
export interface Outgoing {
  diagnostics(uri: string, version: number | undefined, found: readonly Diagnostic[]): void;
  flowsEdited(uri: string, flows: readonly StaticFlow[]): void;
  flowsChanged(): void;
  refreshLenses(): void;
  /** Something went wrong in the server itself: for its log. */
  failed(error: unknown): void;
}

/** Milliseconds. */
const PAUSES = { diagnostics: 250, edited: 100, flows: 500, lenses: 500 };

export class Session {
  readonly workspace: Workspace;
  private wanted = DEFAULT_SETTINGS;
  private facts: readonly RunFacts[] = [];
  /** Documents that a graph page shows. */
  private readonly described = new Set<string>();
  /** Each document's flows without places: whether the list of flows is another. */
  private readonly outlines = new Map<string, string>();
  private readonly sent = new Map<string, string>();
  /** Since they were last checked. */
  private readonly changedUris = new Set<string>();

  private readonly checkSoon = debounced(PAUSES.diagnostics, () => this.checkAll());
  private readonly tellFlowsChanged: () => void;
  private readonly refreshLenses: () => void;
  private readonly tellEdited = throttled(PAUSES.edited, () => this.sendEdited());
  private readonly edited = new Set<string>();

  constructor(
    readonly parser: PythonParser,
    private trusted: boolean,
    private readonly t: Translate,
    private readonly outgoing: Outgoing,
  ) {
    this.workspace = new Workspace(parser);
    this.workspace.files.onFault = (_file, error) => outgoing.failed(error);
    this.tellFlowsChanged = throttled(PAUSES.flows, () => outgoing.flowsChanged());
    this.refreshLenses = throttled(PAUSES.lenses, () => outgoing.refreshLenses());
  }

  get settings(): Settings {
    return this.wanted;
  }

  set settings(settings: Settings) {
    this.wanted = settings;
    this.workspace.files.exclude = settings.exclude;
    this.workspace.files.severities = settings.rules;
  }

  opened(uri: string, version: number, text: string): void {
    this.workspace.documents.open(uri, version, text);
    this.documentChanged(uri);
  }

  changed(uri: string, version: number, changes: readonly TextDocumentContentChangeEvent[]): void {
    this.workspace.documents.change(uri, version, changes);
    this.documentChanged(uri);
  }

  closed(uri: string): void {
    this.workspace.documents.close(uri);
    this.outlines.delete(uri);
    this.sent.delete(uri);
    this.changedUris.delete(uri);
    this.outgoing.diagnostics(uri, undefined, []);
    this.tellFlowsChanged();
  }

  /** @param paths absolute paths of files that came, changed or went */
  filesChanged(paths: readonly string[]): void {
    if (this.workspace.filesChanged(paths)) this.tellFlowsChanged();
    // A base class may have changed under an open flow.
    this.checkSoon();
    this.refreshLenses();
  }

  pushFacts(change: FactsChange): void {
    this.facts = changeFacts(this.facts, change);
    this.refreshLenses();
  }

  changeSettings(settings: Settings): void {
    this.settings = settings;
    this.checkSoon();
    this.tellFlowsChanged();
    this.refreshLenses();
  }

  trust(): void {
    this.trusted = true;
    this.refreshLenses();
  }

  describe(uri: string, flow?: string): StaticFlow | undefined {
    this.described.add(uri);
    const found = this.workspace.flowAt(uri, flow);
    return found && this.staticFlow(found, uri);
  }

  /** What features ask about a document; `undefined` when it is neither open nor a file, or far too long. */
  asked(uri: string): AskedDocument | undefined {
    const path = pathOf(uri);
    const { documents, modules } = this.workspace;
    const open = documents.get(uri);
    const text = open?.text ?? modules.textOf(path);
    const module = open?.module ?? modules.at(path);
    if (text === undefined || text.length > MAX_LENGTH || !module) return undefined;
    return {
      uri,
      path,
      text,
      module,
      parser: this.parser,
      resolve: modules.resolve,
      flows: this.workspace.flowsAt(uri),
      family: () => this.workspace.familyOf(uri),
      textOf: (file) => modules.textOf(file),
      uriOf: (file) => this.workspace.uriOfFile(file),
      findings: (flow) => this.workspace.files.findings(flow),
      facts: this.facts,
      trusted: this.trusted,
      now: Date.now(),
      t: this.t,
    };
  }

  /** The same with a place in it. */
  askedAt(uri: string, position: Position): Asked | undefined {
    const document = this.asked(uri);
    return document && { ...document, position };
  }

  /** Where its findings stand is told in another way now: they are sent again, the same ones too. */
  resend(uri: string): void {
    this.sent.delete(uri);
  }

  /** Nothing is analysed while keys are pressed, but for a question or an open graph page. */
  private documentChanged(uri: string): void {
    this.changedUris.add(uri);
    if (this.described.has(uri)) {
      this.edited.add(uri);
      this.tellEdited();
    }
    this.checkSoon();
  }

  private staticFlow(flow: AnalysedFlow, uri: string): StaticFlow {
    return staticFlowOf(flow, uri, this.workspace.files.findings(flow));
  }

  private sendEdited(): void {
    const uris = [...this.edited];
    this.edited.clear();
    for (const uri of uris) {
      this.carefully(() => {
        const flows = this.workspace.flowsAt(uri).map((flow) => this.staticFlow(flow, uri));
        this.outgoing.flowsEdited(uri, flows);
      });
    }
  }

  /** All open documents: one may build on another. */
  private checkAll(): void {
    for (const uri of this.changedUris) this.carefully(() => this.compareOutline(uri));
    this.changedUris.clear();
    for (const uri of this.workspace.documents.uris()) this.carefully(() => this.check(uri));
  }

  private compareOutline(uri: string): void {
    const flows = this.workspace.flowsAt(uri);
    const outline = JSON.stringify(
      flows.map((flow) => {
        const { name, steps } = summaryOf(flow, uri);
        return [name, steps.map((step) => step.name)];
      }),
    );
    if ((this.outlines.get(uri) ?? '[]') !== outline) this.tellFlowsChanged();
    this.outlines.set(uri, outline);
  }

  private check(uri: string): void {
    const flows = this.workspace
      .flowsAt(uri)
      .filter((flow) => flow.instantiated || !this.workspace.isBase(flow));
    const found = diagnostics(
      flows,
      (flow) => this.workspace.files.findings(flow),
      (file) => this.workspace.uriOfFile(file),
    );
    const text = JSON.stringify(found);
    if ((this.sent.get(uri) ?? '[]') === text) return;
    this.sent.set(uri, text);
    this.outgoing.diagnostics(uri, this.workspace.documents.get(uri)?.version, found);
  }

  /** What one document does to us is no matter to the others. */
  private carefully(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.outgoing.failed(error);
    }
  }
}
