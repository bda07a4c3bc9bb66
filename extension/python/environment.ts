/** The variables that activating an environment would set, so that a step finds the environment's own programs. Pure. */
import path from 'node:path';
import type { Interpreter } from './probe';

/**
 * @param base The variables that the run inherits.
 * @param extra Variables that the Python extension adds (from a `.env` file); undefined removes one.
 * @returns Only what differs from `base`; null removes.
 */
export function environmentOf(
  interpreter: Interpreter,
  base: Readonly<Record<string, string | undefined>>,
  extra: Readonly<Record<string, string | undefined>> = {},
): Record<string, string | null> {
  const changed: Record<string, string | null> = {};
  for (const [name, value] of Object.entries(extra)) {
    if (value !== base[name]) changed[name] = value ?? null;
  }
  const pathName = Object.keys(base).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  const search = changed[pathName] ?? base[pathName] ?? '';
  const programs = path.dirname(interpreter.path);
  if (interpreter.isVenv || isConda(interpreter)) {
    changed[pathName] = [
      programs,
      ...search.split(path.delimiter).filter((folder) => folder !== '' && folder !== programs),
    ].join(path.delimiter);
  }
  if (interpreter.isVenv) changed['VIRTUAL_ENV'] = interpreter.prefix;
  if (isConda(interpreter)) changed['CONDA_PREFIX'] = interpreter.prefix;
  return changed;
}

/** Conda keeps its environments in `envs`, or the prefix is the installation itself. */
function isConda(interpreter: Interpreter): boolean {
  return /[\\/](envs[\\/][^\\/]+|(mini|ana)conda3?|miniforge3?)$/i.test(interpreter.prefix);
}
