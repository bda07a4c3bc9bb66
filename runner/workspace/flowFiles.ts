/** The flows in folders: found by a text filter, then read; again only where something changed. The editor's and lint's. */
import path from 'node:path';
import { analyseModule, type AnalysedFlow } from '../analysis/analyse';
import type { ModuleModel } from '../analysis/model';
import { isOnlyBase } from '../analysis/onlyBase';
import type { PythonParser } from '../analysis/source/parser';
import { findPythonFiles } from './findFiles';
import { Modules, NOTHING_OPEN, type OpenFiles } from './modules';

/** Parsing is cut into slices of this many milliseconds, so that an edit in between is answered at once. */
const SLICE = 25;

/** What an import was found to mean. */
interface Resolved {
  readonly name: string;
  readonly from: string;
  readonly found: ModuleModel | undefined;
}

/** A module's flows: what they are follows from its text and from what its imports mean. */
interface Analysed {
  readonly flows: AnalysedFlow[];
  readonly asked: readonly Resolved[];
  /** When that was last looked at. */
  at: string;
}

export class FlowFiles {
  readonly modules: Modules;
  /** Files that may hold flows; absent until somebody asked. */
  private candidates: Set<string> | undefined;
  private readonly analysed = new WeakMap<ModuleModel, Analysed>();

  constructor(
    parser: PythonParser,
    private readonly open: OpenFiles = NOTHING_OPEN,
  ) {
    this.modules = new Modules(parser, open);
  }

  /** @param file absolute path; a file that is not there has no flows */
  flowsAt(file: string): AnalysedFlow[] {
    const module = this.modules.at(file);
    return module ? this.flowsIn(module) : [];
  }

  flowsIn(module: ModuleModel): AnalysedFlow[] {
    const now = `${this.open.generation} ${this.modules.generation}`;
    const known = this.analysed.get(module);
    if (known && (known.at === now || known.asked.every((each) => this.isStill(each)))) {
      known.at = now;
      return known.flows;
    }
    const asked: Resolved[] = [];
    const flows = analyseModule(module, (name, from) => {
      const found = this.modules.resolve(name, from);
      asked.push({ name, from, found });
      return found;
    });
    this.analysed.set(module, { flows, asked, at: now });
    return flows;
  }

  private isStill({ name, from, found }: Resolved): boolean {
    return this.modules.resolve(name, from) === found;
  }

  /** Files that may hold flows, as far as anybody asked. */
  get found(): readonly string[] {
    return [...(this.candidates ?? [])];
  }

  /**
   * The files of these folders that may hold flows. Looked for at the first question and when the folders are others.
   *
   * @param folders absolute paths
   */
  async search(folders: readonly string[], signal?: AbortSignal): Promise<readonly string[]> {
    if (!this.candidates || folders.join('\0') !== this.modules.roots.join('\0')) {
      this.modules.roots = folders;
      this.modules.filesChanged([]);
      const mentioning = await this.find(['metaflow'], signal);
      const heirs = await this.findHeirs(mentioning, signal);
      // What was cut short would hide flows for good.
      if (signal?.aborted === true) return [];
      this.candidates = new Set([...mentioning, ...heirs]);
    }
    return [...this.candidates];
  }

  async flowsOf(files: readonly string[], signal?: AbortSignal): Promise<AnalysedFlow[]> {
    const flows: AnalysedFlow[] = [];
    let sliceEnd = Date.now() + SLICE;
    for (const file of [...new Set(files)].sort()) {
      if (signal?.aborted) break;
      if (Date.now() > sliceEnd) {
        await new Promise((resolve) => setImmediate(resolve));
        sliceEnd = Date.now() + SLICE;
      }
      flows.push(...this.flowsAt(file));
    }
    return flows;
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

  /** Whether another flow builds on it, as far as files were found, so that it need not be whole. */
  isBase(flow: AnalysedFlow): boolean {
    const others = this.found.flatMap((file) => {
      const module = this.modules.at(file);
      return module && mayBuildOn(module, flow) ? this.flowsIn(module) : [];
    });
    return isOnlyBase(flow, [...this.flowsAt(flow.description.file), ...others]);
  }

  private async find(mentions: readonly string[], signal?: AbortSignal): Promise<string[]> {
    const options = signal ? { mentions, signal } : { mentions };
    const folders = this.modules.roots;
    const found = await Promise.all(folders.map((folder) => findPythonFiles(folder, options)));
    return found.flat();
  }

  /** Files that build on a flow of another file need not mention Metaflow themselves. */
  private async findHeirs(candidates: readonly string[], signal?: AbortSignal): Promise<string[]> {
    const flows = await this.flowsOf(candidates, signal);
    const bases = flows.filter((flow) => !flow.instantiated).map((flow) => flow.description.name);
    return bases.length === 0 ? [] : this.find([...new Set(bases)], signal);
  }

  private isInside(file: string): boolean {
    return this.modules.roots.some((folder) => isIn(file, folder));
  }
}

/** Whether a file lies in a folder, at any depth. */
export function isIn(file: string, folder: string): boolean {
  const relative = path.relative(folder, file);
  return relative !== '' && !relative.startsWith('..') && !path.isAbsolute(relative);
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
