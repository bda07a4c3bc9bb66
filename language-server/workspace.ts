/** The flows of the workspace: of one document at once, of all folders after the first question. */
import path from 'node:path';
import { analyseModule, type AnalysedFlow } from '../runner/analysis/analyse';
import type { ModuleModel } from '../runner/analysis/model';
import type { PythonParser } from '../runner/analysis/source/parser';
import { findPythonFiles } from '../runner/workspace/findFiles';
import { Documents } from './documents';
import { isOnlyBase, mainFlow, summaryOf } from './flows';
import { Modules } from './modules';
import type { FlowSummary } from './protocol';
import { pathOf, uriOf } from './uris';

/** Parsing is cut into slices of this many milliseconds, so that an edit in between is answered at once. */
const SLICE = 25;

export class Workspace {
  readonly documents: Documents;
  readonly modules: Modules;
  /** Files that may hold flows; absent until somebody asked. */
  private candidates: Set<string> | undefined;
  /** Each module's flows, as long as no text is another. */
  private readonly analysed = new Map<ModuleModel, AnalysedFlow[]>();
  private analysedAt = '';

  constructor(parser: PythonParser) {
    this.documents = new Documents(parser);
    this.modules = new Modules(parser, this.documents);
  }

  /** Flows of an open document, or of a file. */
  flowsAt(uri: string): AnalysedFlow[] {
    const module = this.documents.get(uri)?.module ?? this.modules.at(pathOf(uri));
    return module ? this.analyse(module) : [];
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
    if (!this.candidates || folders.join('\0') !== this.modules.roots.join('\0')) {
      this.modules.roots = folders;
      this.modules.filesChanged([]);
      const candidates = await this.find(folders, ['metaflow'], signal);
      this.candidates = new Set([...candidates, ...(await this.findHeirs(candidates, signal))]);
    }
    const flows = await this.flowsOf([...this.candidates, ...this.openFilesIn(folders)], signal);
    return flows
      .filter((flow) => !isOnlyBase(flow, flows))
      .map((flow) => summaryOf(flow, this.uriOfFile(flow.description.file)));
  }

  /** Files that were created, changed or deleted. Tells whether the list of flows may be another now. */
  filesChanged(paths: readonly string[]): boolean {
    this.modules.filesChanged(paths);
    if (!this.candidates) return false;
    const inFolders = paths.filter(
      (file) =>
        this.candidates?.has(file) === true ||
        (this.isInside(file) && (this.modules.at(file)?.imports.size ?? 0) > 0),
    );
    for (const file of inFolders) this.candidates.add(file);
    return inFolders.length > 0;
  }

  /** Whether another flow of the workspace builds on it, so that it need not be whole. */
  isBase(flow: AnalysedFlow): boolean {
    const others = [...(this.candidates ?? [])].flatMap((file) => {
      const module = this.modules.at(file);
      return module && mayBuildOn(module, flow) ? this.analyse(module) : [];
    });
    const siblings = this.flowsAt(this.uriOfFile(flow.description.file));
    return isOnlyBase(flow, [...siblings, ...others]);
  }

  /**
   * The flows of a document and all flows that share a class with one of them: a step of a base class is a step of every
   * flow that builds on it. Of the rest of the workspace, those that were found so far.
   */
  familyOf(uri: string): AnalysedFlow[] {
    const own = this.flowsAt(uri);
    const classes = new Set(own.flatMap((flow) => flow.classes.map(({ model }) => model)));
    const files = [...(this.candidates ?? []), ...this.documents.uris().map(pathOf)];
    const others = [...new Set(files)]
      .filter((file) => file !== pathOf(uri))
      .flatMap((file) => {
        const module = this.modules.at(file);
        return module ? this.analyse(module) : [];
      });
    const related = others.filter((flow) => flow.classes.some(({ model }) => classes.has(model)));
    return [...own, ...related];
  }

  private analyse(module: ModuleModel): AnalysedFlow[] {
    const now = `${this.documents.generation} ${this.modules.generation}`;
    if (this.analysedAt !== now) this.analysed.clear();
    this.analysedAt = now;
    const known = this.analysed.get(module);
    if (known) return known;
    const flows = analyseModule(module, this.modules.resolve);
    this.analysed.set(module, flows);
    return flows;
  }

  private async flowsOf(files: readonly string[], signal?: AbortSignal): Promise<AnalysedFlow[]> {
    const flows: AnalysedFlow[] = [];
    let sliceEnd = Date.now() + SLICE;
    for (const file of [...new Set(files)].sort()) {
      if (signal?.aborted) break;
      if (Date.now() > sliceEnd) {
        await new Promise((resolve) => setImmediate(resolve));
        sliceEnd = Date.now() + SLICE;
      }
      const module = this.modules.at(file);
      if (module) flows.push(...this.analyse(module));
    }
    return flows;
  }

  private async find(
    folders: readonly string[],
    mentions: readonly string[],
    signal?: AbortSignal,
  ): Promise<string[]> {
    const options = signal ? { mentions, signal } : { mentions };
    const found = await Promise.all(folders.map((folder) => findPythonFiles(folder, options)));
    return found.flat();
  }

  /** Files that build on a flow of another file need not mention Metaflow themselves. */
  private async findHeirs(candidates: readonly string[], signal?: AbortSignal): Promise<string[]> {
    const flows = await this.flowsOf(candidates, signal);
    const bases = flows.filter((flow) => !flow.instantiated).map((flow) => flow.description.name);
    return bases.length === 0 ? [] : this.find(this.modules.roots, [...new Set(bases)], signal);
  }

  private openFilesIn(folders: readonly string[]): string[] {
    return this.documents
      .uris()
      .filter((uri) => uri.startsWith('file:'))
      .map(pathOf)
      .filter((file) => folders.some((folder) => isIn(file, folder)));
  }

  private isInside(file: string): boolean {
    return this.modules.roots.some((folder) => isIn(file, folder));
  }

  /** The editor's own spelling for a file that is open. */
  uriOfFile(file: string): string {
    return this.documents.ofPath(file)?.uri ?? uriOf(file);
  }
}

/** Cheap: whether a class of the module names the flow as its base. Heirs of heirs need no look: there is an heir. */
function mayBuildOn(module: ModuleModel, flow: AnalysedFlow): boolean {
  return [...module.classes.values()].some((each) =>
    each.bases.some((base) => {
      const written = base.split('.').at(-1);
      return (module.imports.get(base)?.name ?? written) === flow.description.name;
    }),
  );
}

function isIn(file: string, folder: string): boolean {
  const relative = path.relative(folder, file);
  return relative !== '' && !relative.startsWith('..') && !path.isAbsolute(relative);
}
