/** Where the Python runtime lies: the folder that holds `metaflow/`. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { FlowdeckError } from '../errors';

/**
 * In a bundle `python/` is beside the entry (or beside the folder of its chunks); from source it is `runner/python`.
 *
 * @throws FlowdeckError `runtime-missing` when the installation is damaged.
 */
export function runtimeFolder(): string {
  const here = path.dirname(fileURLToPath(import.meta.url));
  const places = [path.join(here, 'python'), path.join(here, '..', 'python')];
  const found = places.find((place) =>
    existsSync(path.join(place, 'metaflow', '_host', 'boot.py')),
  );
  if (found === undefined)
    throw new FlowdeckError({
      code: 'runtime-missing',
      message: "Flowdeck's Python runtime is missing",
      where: { file: path.join(here, 'python') },
      remedy: 'Install Flowdeck again.',
    });
  return found;
}
