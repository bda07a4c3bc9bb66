/** The flows in folders: found by a text filter, then read; again only where something changed. The editor's and lint's. */
import path from 'node:path';
import { analyseModule, type AnalysedFlow } from '../analysis/analyse';
import { findingsOf, type PlacedFinding } from '../analysis/check';
import type { ModuleModel } from '../analysis/model';
import { isOnlyBase } from '../analysis/onlyBase';
import type { PythonParser } from '../analysis/source/parser';
import { withSeverities, type Severities } from '../flow/severities';
import { findPythonFiles, look as lookAt } from './findFiles';
import { FolderFilter } from './folderFilter';
import { Modules, NOTHING_OPEN, type OpenFiles } from './modules';
import { Projects } from './projectSettings';
import type { Sighting } from './sightings';

/** Files that say what is looked at, and how findings are judged. */
export const SETTINGS: ReadonlySet<string> = new Set(['pyproject.toml', '.gitignore']);

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
  /** Grows while rules ask for more. */
  readonly asked: ReadonlyMap<string, Resolved>;
  /** When that was last looked at. */
  at: string;
}

export class FlowFiles {
  readonly modules: Modules;
  readonly projects = new Projects();
  /** What the person wants, over what projects say. */
  severities: Severities = {};
  /** Hears of files that we failed to analyse, a fault of ours; without it the fault is thrown. */
  onFault?: (file: string, error: unknown) => void;
  /** Files that may hold flows; absent until somebody asked. */
  private candidates: Set<string> | undefined;
  /** What is looked at was settled anew: the next question searches again. */
  private stale = false;
  /** What a look told about the files of the folders, those without classes left out. */
  private sightings = new Map<string, Sighting>();
  private excluded: readonly string[] = [];
  /** Files that mention flows and were taken for data, because they are so long. */
  tooLong: readonly string[] = [];
  /** The folders held more than anybody could mean: the rest was not looked at. */
  cutShort = false;
  private readonly analysed = new WeakMap<ModuleModel, Analysed>();

  constructor(
    parser: PythonParser,
    private readonly open: OpenFiles = NOTHING_OPEN,
  ) {
    this.modules = new Modules(parser, open);
  }

  /** @param file absolute path; a file that is not there has no flows */
  flowsAt(file: string): AnalysedFlow[] {
    return this.carefully(file, () => {
      const module = this.modules.at(file);
      return module ? this.flowsIn(module) : [];
    });
  }

  /** What one file does to us is no matter to the others, if somebody hears of it. */
  carefully<T>(file: string, work: () => T[]): T[] {
    try {
      return work();
    } catch (error) {
      if (!this.onFault) throw error;
      this.onFault(file, error);
      return [];
    }
  }

  flowsIn(module: ModuleModel): AnalysedFlow[] {
    const now = `${this.open.generation} ${this.modules.generation}`;
    const known = this.analysed.get(module);
    if (
      known &&
      (known.at === now || [...known.asked.values()].every((each) => this.isStill(each)))
    ) {
      known.at = now;
      return known.flows;
    }
    const asked = new Map<string, Resolved>();
    const flows = analyseModule(module, (name, from) => {
      const found = this.modules.resolve(name, from);
      asked.set(`${name}\0${from}`, { name, from, found });
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

  /** What the person excludes from searches. */
  set exclude(globs: readonly string[]) {
    if (globs.join('\0') === this.excluded.join('\0')) return;
    this.excluded = globs;
    this.stale = true;
  }

  /**
   * The files of these folders that may hold flows. Looked for at the first question and when the folders are others.
   *
   * @param folders absolute paths
   */
  async search(folders: readonly string[], signal?: AbortSignal): Promise<readonly string[]> {
    if (!this.candidates || this.stale || folders.join('\0') !== this.modules.roots.join('\0')) {
      this.modules.roots = folders;
      this.modules.filesChanged([]);
      await this.look(folders, signal);
    }
    return this.found;
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
    if (paths.some((file) => SETTINGS.has(path.basename(file)))) {
      this.projects.forget();
      this.stale = true;
      return true;
    }
    const { candidates } = this;
    if (!candidates) return false;
    const filters = this.modules.roots.map((root) => [root, this.filterOf(root)] as const);
    const taken = paths.filter((file) => {
      if (candidates.has(file)) return true;
      if (!file.endsWith('.py')) return false;
      if (this.projects.excludes(file)) return false;
      return filters.some(([root, filter]) => isIn(file, root) && filter.takesFile(file));
    });
    for (const file of taken) {
      const sighting = lookAt(file);
      if (sighting && sighting !== 'too long') this.sightings.set(file, sighting);
      else if (!candidates.has(file)) this.sightings.delete(file);
    }
    const before = candidates.size;
    this.addHeirs(candidates);
    return candidates.size > before || taken.some((file) => candidates.has(file));
  }

  /** What is wrong with a flow, as loud as it is wanted; nothing in what its project leaves out. */
  findings(flow: AnalysedFlow): readonly PlacedFinding[] {
    const { file } = flow.description;
    if (this.projects.excludes(file)) return [];
    const { rules } = this.projects.of(path.dirname(file));
    return withSeverities(findingsOf(flow), { ...rules, ...this.severities });
  }

  /** Whether another flow builds on it, as far as files were found, so that it need not be whole. */
  isBase(flow: AnalysedFlow): boolean {
    const others = this.found.flatMap((file) => {
      const module = this.modules.at(file);
      return module && mayBuildOn(module, flow) ? this.flowsIn(module) : [];
    });
    return isOnlyBase(flow, [...this.flowsAt(flow.description.file), ...others]);
  }

  private filterOf(root: string): FolderFilter {
    return new FolderFilter(root, this.excluded);
  }

  private async look(folders: readonly string[], signal?: AbortSignal): Promise<void> {
    const options = { exclude: this.excluded, ...(signal ? { signal } : {}) };
    const all = await Promise.all(folders.map((folder) => findPythonFiles(folder, options)));
    // What was cut short would hide flows for good.
    if (signal?.aborted === true) return;
    const seen = all.flatMap(({ files }) => [...files]);
    this.sightings = new Map(seen.filter(([file]) => !this.projects.excludes(file)));
    this.tooLong = all.flatMap(({ tooLong }) => tooLong);
    this.cutShort = all.some(({ cutShort }) => cutShort);
    const mentioning = [...this.sightings].filter(([, { flow }]) => flow).map(([file]) => file);
    // In slices: what is analysed now is at hand afterwards.
    await this.flowsOf(mentioning, signal);
    this.candidates = new Set(mentioning);
    this.stale = false;
    this.addHeirs(this.candidates);
  }

  /** Files that build on a flow of another file need not mention Metaflow themselves, nor need their heirs. */
  private addHeirs(candidates: Set<string>): void {
    for (const [file, { flow }] of this.sightings) if (flow) candidates.add(file);
    const names = new Set<string>();
    let fresh = [...candidates];
    while (fresh.length > 0) {
      for (const flow of fresh.flatMap((file) => this.flowsAt(file))) {
        names.add(flow.description.name);
      }
      fresh = [...this.sightings]
        .filter(
          ([file, { bases }]) => !candidates.has(file) && bases.some((name) => names.has(name)),
        )
        .map(([file]) => file);
      for (const file of fresh) candidates.add(file);
    }
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
