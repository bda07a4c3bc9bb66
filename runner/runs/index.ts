/** The list of runs of several roots, newest first. Listing reads names only; a row is read when a page with it is asked for. */
import { stat } from 'node:fs/promises';
import { mapBounded } from '../datastore/concurrency';
import { isRunFolder } from '../datastore/layout';
import { creationTime } from '../datastore/metadata/runIds';
import type { RunRef, RunSummary } from './model';
import { keyOf, type HeldRun, type OpenRuns } from './openRuns';
import { loadSummary, summaryOfFold } from './summaries';

export interface RunsSlice {
  readonly runs: readonly RunSummary[];
  readonly total: number;
}
export interface RunsDifference {
  readonly changed: readonly RunSummary[];
  readonly removed: readonly RunRef[];
}

interface Entry {
  readonly ref: RunRef;
  /** Epoch milliseconds, from the id where it is a time. */
  readonly createdAt: number;
  summary?: RunSummary;
  /** While it runs. */
  held?: HeldRun;
  /** Seen so early that its record was not written yet: to be told as soon as it can be read. */
  early?: boolean;
}

/** The names in a folder, and the folder's time when they were read. */
interface Listing {
  readonly modified: number;
  readonly names: readonly string[];
}

/** A folder that was changed this recently (ms) may change again within the grain of its clock: not taken as unchanged. */
const CLOCK_GRAIN = 2_000;

export class RunIndex implements Disposable {
  #roots: readonly string[] = [];
  readonly #entries = new Map<string, Entry>();
  readonly #listings = new Map<string, Listing>();
  #sorted: readonly Entry[] = [];
  /** Whether it was updated before: only then is what it finds news. */
  #listed = false;
  readonly #listeners = new Set<(difference: RunsDifference) => void>();

  constructor(private readonly runs: OpenRuns) {}

  get roots(): readonly string[] {
    return this.#roots;
  }

  /** Absolute paths of `.metaflow` folders, which need not exist yet. Call `update` afterwards. */
  setRoots(roots: readonly string[]): void {
    this.#roots = [...new Set(roots)];
  }

  /** Runs that are new, look different or are gone since they were last listed. */
  onChange(listener: (difference: RunsDifference) => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  [Symbol.dispose](): void {
    for (const entry of this.#entries.values()) entry.held?.[Symbol.dispose]();
    this.#listeners.clear();
  }

  /** Looks for new and removed runs; cheap when the folders have not changed. */
  async update(signal?: AbortSignal): Promise<void> {
    const found = new Map<string, Entry>();
    for (const root of this.#roots) {
      for (const flow of await this.#flowsOf(root, signal)) {
        for (const run of await this.#namesIn(root, flow, signal)) {
          const ref = { root, flow, run };
          const key = keyOf(ref);
          found.set(key, this.#entries.get(key) ?? (await this.#newEntry(ref, signal)));
        }
      }
    }
    const fresh = [...found]
      .filter(([key, { early }]) => early === true || !this.#entries.has(key))
      .map(([, entry]) => entry);
    const gone = [...this.#entries].filter(([key]) => !found.has(key)).map(([, entry]) => entry);
    const first = !this.#listed;
    this.#listed = true;
    if (fresh.length + gone.length === 0) return;
    for (const entry of gone) {
      entry.held?.[Symbol.dispose]();
      this.#entries.delete(keyOf(entry.ref));
    }
    for (const entry of fresh) this.#entries.set(keyOf(entry.ref), entry);
    this.#sorted = [...this.#entries.values()].sort(newestFirst);
    // Whoever asks for the first time gets a page; after that, what is new is told.
    const told = first ? [] : await this.#summaries(fresh, signal);
    if (!first) for (const entry of fresh) entry.early = entry.summary === undefined;
    this.#tell({ changed: told, removed: gone.map(({ ref }) => ref) });
  }

  async page(
    options: {
      readonly flow?: string | undefined;
      readonly offset: number;
      readonly limit: number;
    },
    signal?: AbortSignal,
  ): Promise<RunsSlice> {
    const { flow, offset, limit } = options;
    const entries =
      flow === undefined ? this.#sorted : this.#sorted.filter(({ ref }) => ref.flow === flow);
    const shown = entries.slice(offset, offset + limit);
    const runs = await this.#summaries(shown, signal);
    return { runs, total: entries.length - (shown.length - runs.length) };
  }

  /** The newest run of every flow of every root. */
  newestOfFlows(): readonly RunRef[] {
    const newest = new Map<string, RunRef>();
    for (const { ref } of this.#sorted) {
      const key = `${ref.root}\n${ref.flow}`;
      if (!newest.has(key)) newest.set(key, ref);
    }
    return [...newest.values()];
  }

  /** The newest runs of one flow, newest first. */
  newestOf({ root, flow }: Omit<RunRef, 'run'>, count: number): readonly RunRef[] {
    const found: RunRef[] = [];
    for (const { ref } of this.#sorted) {
      if (ref.root !== root || ref.flow !== flow) continue;
      found.push(ref);
      if (found.length === count) break;
    }
    return found;
  }

  async #summaries(entries: readonly Entry[], signal?: AbortSignal): Promise<RunSummary[]> {
    const loaded = await mapBounded(entries, (entry) => this.#summaryOf(entry, signal), signal);
    return loaded.filter((summary) => summary !== undefined);
  }

  async #summaryOf(entry: Entry, signal?: AbortSignal): Promise<RunSummary | undefined> {
    if (entry.summary) return entry.summary;
    const { ref } = entry;
    const ds = this.runs.datastore(ref.root);
    // A run that cannot be read must not hide the others; opening it tells why.
    const loaded = await loadSummary(ds, ref, () => this.runs.read(ref, signal), signal).catch(
      (error: unknown) => {
        if (signal?.aborted === true) throw error;
        return undefined;
      },
    );
    if (!loaded) return undefined;
    entry.summary = loaded.summary;
    if (loaded.live) this.#follow(entry);
    return loaded.summary;
  }

  #follow(entry: Entry): void {
    if (entry.held) return;
    const held = this.runs.hold(entry.ref);
    entry.held = held;
    const look = (): void => {
      const { fold } = held.watch;
      entry.summary = summaryOfFold(fold);
      this.#tell({ changed: [entry.summary], removed: [] });
      if (fold.state === 'running') return;
      held[Symbol.dispose]();
      delete entry.held;
    };
    held.watch.onChange(look);
    // It may have ended between the summary and now.
    held.opened.then(look, () => {
      held[Symbol.dispose]();
      delete entry.held;
    });
  }

  #tell(difference: RunsDifference): void {
    if (difference.changed.length + difference.removed.length === 0) return;
    for (const listener of [...this.#listeners]) listener(difference);
  }

  async #newEntry(ref: RunRef, signal?: AbortSignal): Promise<Entry> {
    const fromId = creationTime(ref.run, undefined);
    if (fromId > 0) return { ref, createdAt: fromId };
    const record = await this.runs.datastore(ref.root).metadata.run(ref.flow, ref.run, signal);
    return { ref, createdAt: record?.createdAt ?? 0 };
  }

  async #flowsOf(root: string, signal?: AbortSignal): Promise<readonly string[]> {
    return this.#cached(root, '', () => this.runs.datastore(root).metadata.flows(signal));
  }

  async #namesIn(root: string, flow: string, signal?: AbortSignal): Promise<readonly string[]> {
    return this.#cached(root, flow, async () => {
      const { folders } = await this.runs.datastore(root).storage.list(flow, signal);
      return folders.filter((name) => isRunFolder(name));
    });
  }

  /** Undefined for remote storage: there a listing has to be asked for each time. */
  #folder(root: string, key: string): string | undefined {
    const { storage } = this.runs.datastore(root);
    if (storage.type !== 'local') return undefined;
    return key === '' ? root : storage.localPath(key);
  }

  async #cached(
    root: string,
    key: string,
    list: () => Promise<readonly string[]>,
  ): Promise<readonly string[]> {
    const path = this.#folder(root, key);
    const modified =
      path === undefined ? undefined : await stat(path).then(timeOf, () => undefined);
    const known = this.#listings.get(`${root}\n${key}`);
    if (known && known.modified === modified) return known.names;
    const names = await list();
    if (modified !== undefined && Date.now() - modified > CLOCK_GRAIN) {
      this.#listings.set(`${root}\n${key}`, { modified, names });
    }
    return names;
  }
}

function timeOf({ mtimeMs }: { readonly mtimeMs: number }): number {
  return mtimeMs;
}

function newestFirst(one: Entry, other: Entry): number {
  return other.createdAt - one.createdAt || (one.ref.run < other.ref.run ? 1 : -1);
}
