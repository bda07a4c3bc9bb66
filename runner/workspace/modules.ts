/** Every module that a flow may be spread over: as the editor has it, else as the disk says. */
import { readFileSync, statSync, type Stats } from 'node:fs';
import type { ModuleModel } from '../analysis/model';
import type { ResolveModule } from '../analysis/meaning/names';
import type { PythonParser } from '../analysis/source/parser';
import { readModule } from '../analysis/source/readModule';
import { MAX_BYTES } from './findFiles';
import { modulePaths } from './modulePaths';
import { decodePython } from './pythonText';

/** What somebody is editing. */
export interface OpenFiles {
  /** Another number whenever a text is another. */
  readonly generation: number;
  ofPath(path: string): { readonly text: string; readonly module: ModuleModel } | undefined;
}

/** Nobody edits anything: all is as the disk says. */
export const NOTHING_OPEN: OpenFiles = { generation: 0, ofPath: () => undefined };

interface Stored {
  readonly mtime: number;
  readonly size: number;
  readonly module: ModuleModel;
}

export class Modules {
  /** Absolute paths of the workspace's folders. */
  roots: readonly string[] = [];
  /** Another number whenever a file is another, as far as we were told. */
  generation = 0;
  private readonly stored = new Map<string, Stored>();
  /** Import → path; until something on the disk changes. */
  private readonly resolved = new Map<string, string | undefined>();

  constructor(
    private readonly parser: PythonParser,
    private readonly open: OpenFiles = NOTHING_OPEN,
  ) {}

  /** `undefined` when there is no such file. */
  at(path: string): ModuleModel | undefined {
    return this.open.ofPath(path)?.module ?? this.fromDisk(path);
  }

  readonly resolve: ResolveModule = (name, from) => {
    const key = `${name}\0${from}`;
    if (!this.resolved.has(key)) {
      const found = modulePaths(name, from, this.roots).find((path) => this.at(path));
      this.resolved.set(key, found);
    }
    const path = this.resolved.get(key);
    return path === undefined ? undefined : this.at(path);
  };

  /** Files came, changed or went. */
  filesChanged(paths: readonly string[]): void {
    this.generation++;
    for (const path of paths) this.stored.delete(path);
    this.resolved.clear();
  }

  private fromDisk(path: string): ModuleModel | undefined {
    const known = this.stored.get(path);
    const stat = statOf(path);
    if (!stat?.isFile() || stat.size > MAX_BYTES) return undefined;
    if (known?.mtime === stat.mtimeMs && known.size === stat.size) return known.module;
    const module = this.parse(path);
    if (module) this.stored.set(path, { mtime: stat.mtimeMs, size: stat.size, module });
    return module;
  }

  /** `undefined` when there is no such file. */
  textOf(path: string): string | undefined {
    const open = this.open.ofPath(path);
    if (open) return open.text;
    if (statOf(path)?.isFile() !== true) return undefined;
    try {
      return decodePython(readFileSync(path)).text;
    } catch {
      // It went away, or may not be read: as if it were not there.
      return undefined;
    }
  }

  private parse(path: string): ModuleModel | undefined {
    const code = this.textOf(path);
    return code === undefined ? undefined : readModule(this.parser, code, path);
  }
}

/** A path that may not be looked at is as good as none. */
function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
