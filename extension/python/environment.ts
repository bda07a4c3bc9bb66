/** The variables that activating an environment would set, so that a step finds the environment's own programs. Pure. */
import path from 'node:path';
import type { Interpreter } from './probe';

type Variables = Readonly<Record<string, string | undefined>>;

/** Where the variables of a run come from besides the editor's own. */
export interface EnvironmentSources {
  /** What activating sets, where that could be asked; null removes. */
  readonly activated?: Readonly<Record<string, string | null>>;
  /** Conda's environments look like any installation; whoever asked knows. */
  readonly isConda?: boolean;
  /** All variables as the Python extensions give them, or those of a `.env` file; undefined removes one. */
  readonly extra?: Variables;
}

/**
 * @param base The variables that the run inherits.
 * @returns Only what differs from `base`; null removes.
 */
export function environmentOf(
  interpreter: Interpreter,
  base: Variables,
  { activated = {}, isConda = false, extra = {} }: EnvironmentSources = {},
): Record<string, string | null> {
  const changed: Record<string, string | null> = { ...activated };
  for (const [name, value] of Object.entries(extra)) {
    // The file stands over the environment, but what it leaves as it was says nothing.
    if (value !== base[name]) changed[name] = value ?? null;
  }
  const pathName = Object.keys(base).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  const search = changed[pathName] ?? base[pathName] ?? '';
  const programs = path.dirname(interpreter.path);
  if (interpreter.isVenv || isConda) {
    changed[pathName] = [
      programs,
      ...search.split(path.delimiter).filter((folder) => folder !== '' && folder !== programs),
    ].join(path.delimiter);
  }
  if (interpreter.isVenv) changed['VIRTUAL_ENV'] = interpreter.prefix;
  if (isConda) changed['CONDA_PREFIX'] = interpreter.prefix;
  return changed;
}
