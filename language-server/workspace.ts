/** The flows of the workspace as the editor asks for them, by URI: of one document at once, of all folders after the first question. */
import type { AnalysedFlow } from '../runner/analysis/analyse';
import { isOnlyBase } from '../runner/analysis/onlyBase';
import type { PythonParser } from '../runner/analysis/source/parser';
import { familyAround } from '../runner/analysis/symbols/family';
import { FlowFiles, isIn } from '../runner/workspace/flowFiles';
import type { Modules } from '../runner/workspace/modules';
import { Documents } from './documents';
import { mainFlow, summaryOf } from './flows';
import type { FlowSummary } from './protocol';
import { pathOf, uriOf } from './uris';

export class Workspace {
  readonly documents: Documents;
  readonly files: FlowFiles;
  /** Each document's, as long as no text is another: asked for at every move of the cursor. */
  private readonly families = new Map<string, readonly AnalysedFlow[]>();
  private familiesAt = '';

  constructor(parser: PythonParser) {
    this.documents = new Documents(parser);
    this.files = new FlowFiles(parser, this.documents);
  }

  get modules(): Modules {
    return this.files.modules;
  }

  /** Flows of an open document, or of a file. */
  flowsAt(uri: string): AnalysedFlow[] {
    const open = this.documents.get(uri);
    return open ? this.files.flowsIn(open.module) : this.files.flowsAt(pathOf(uri));
  }

  /** By name; without one, the flow that the file runs. */
  flowAt(uri: string, name?: string): AnalysedFlow | undefined {
    const flows = this.flowsAt(uri);
    if (name === undefined) return mainFlow(flows);
    return flows.find((flow) => flow.description.name === name);
  }

  /**
   * Every flow in these folders. Files are looked for at the first question and when the folders are others.
   *
   * @param folders absolute paths
   */
  async summaries(folders: readonly string[], signal?: AbortSignal): Promise<FlowSummary[]> {
    const found = await this.files.search(folders, signal);
    const flows = await this.files.flowsOf([...found, ...this.openFilesIn(folders)], signal);
    return flows
      .filter((flow) => !isOnlyBase(flow, flows))
      .map((flow) => summaryOf(flow, this.uriOfFile(flow.description.file)));
  }

  /** Files that were created, changed or deleted. Tells whether the list of flows may be another now. */
  filesChanged(paths: readonly string[]): boolean {
    return this.files.filesChanged(paths);
  }

  /** Whether another flow of the workspace builds on it, so that it need not be whole. */
  isBase(flow: AnalysedFlow): boolean {
    return this.files.isBase(flow);
  }

  /**
   * The flows of a document, and all flows that share a class with it, or with one that does: a step of a base class is a
   * step of every flow that builds on it. Of the rest of the workspace, those that were found so far.
   */
  familyOf(uri: string): readonly AnalysedFlow[] {
    const now = `${this.documents.generation} ${this.modules.generation} ${this.files.found.length}`;
    if (this.familiesAt !== now) this.families.clear();
    this.familiesAt = now;
    const known = this.families.get(uri) ?? this.readFamily(uri);
    this.families.set(uri, known);
    return known;
  }

  private readFamily(uri: string): readonly AnalysedFlow[] {
    const file = pathOf(uri);
    const module = this.documents.get(uri)?.module ?? this.modules.at(file);
    if (!module) return [];
    const files = new Set([...this.files.found, ...this.documents.uris().map(pathOf)]);
    files.delete(file);
    const others = [...files].flatMap((each) => this.files.flowsAt(each));
    return familyAround(module.classes.values(), [...this.files.flowsIn(module), ...others]);
  }

  /** Settles once every flow of the workspace's folders was found. */
  async scanned(signal?: AbortSignal): Promise<void> {
    await this.files.search(this.modules.roots, signal);
  }

  /** Every flow of the workspace's folders and of open files, bases among them. */
  async allFlows(signal?: AbortSignal): Promise<AnalysedFlow[]> {
    const found = await this.files.search(this.modules.roots, signal);
    return this.files.flowsOf([...found, ...this.documents.uris().map(pathOf)], signal);
  }

  /** Open documents with flows, or with classes that flows build on. */
  flowDocuments(): string[] {
    return this.documents
      .uris()
      .filter((uri) => this.flowsAt(uri).length > 0 || this.familyOf(uri).length > 0);
  }

  /** Part of the workspace and no library's; without folders, whatever is at hand. */
  isEditable(file: string): boolean {
    if (/[\\/](site|dist)-packages[\\/]/.test(file)) return false;
    const { roots } = this.modules;
    return (
      roots.length === 0 ||
      roots.some((folder) => isIn(file, folder)) ||
      this.documents.ofPath(file) !== undefined
    );
  }

  /** Flows in notebooks cannot be run as files: they are in no list of flows. */
  private openFilesIn(folders: readonly string[]): string[] {
    return this.documents
      .uris()
      .filter((uri) => uri.startsWith('file:') && !uri.endsWith('.ipynb'))
      .map(pathOf)
      .filter((file) => folders.some((folder) => isIn(file, folder)));
  }

  /** The editor's own spelling for a file that is open. */
  uriOfFile(file: string): string {
    return this.documents.ofPath(file)?.uri ?? uriOf(file);
  }
}
