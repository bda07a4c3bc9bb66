/** Finds out what a run ran with, beside it: nothing waits for it for long. */
import path from 'node:path';
import type { Described } from '../compute/protocol';
import type { RunFile } from '../datastore/runFiles';
import { gitState } from './gitState';
import { installedPackages } from './packages';

/** The end of a run waits at most so long. */
const PATIENCE_MS = 50;

export class EnvironmentProbe {
  readonly #stop = new AbortController();
  readonly #found: Promise<Partial<RunFile>>;

  constructor(file: string, python: Described['python']) {
    this.#found = this.#look(file, python);
  }

  /** What is to be written into `run.json`. */
  get found(): Promise<Partial<RunFile>> {
    return this.#found;
  }

  /** For the end of the run: what is known by then, or nothing. */
  async settle(): Promise<Partial<RunFile>> {
    let timer: NodeJS.Timeout | undefined;
    const impatience = new Promise<Partial<RunFile>>((resolve) => {
      timer = setTimeout(() => resolve({}), PATIENCE_MS);
    });
    try {
      return await Promise.race([this.#found, impatience]);
    } finally {
      clearTimeout(timer);
      this.#stop.abort();
    }
  }

  async #look(file: string, python: Described['python']): Promise<Partial<RunFile>> {
    const { path: searched, ...interpreter } = python;
    const [packages, git] = await Promise.all([
      searched && installedPackages(searched),
      gitState(path.dirname(file), this.#stop.signal),
    ]);
    return {
      python: { ...interpreter, ...(packages ? { packages } : {}) },
      ...(git ? { git } : {}),
    };
  }
}
