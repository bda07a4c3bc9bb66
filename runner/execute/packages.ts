/** The packages that a flow's interpreter can import, read from the names of their metadata folders: no process, no file. */
import { readdir } from 'node:fs/promises';

/** `numpy-1.26.4.dist-info` (PEP 376, PEP 427) or the older `numpy-1.26.4-py3.11.egg-info`. */
const METADATA_FOLDER = /^(.+?)-(\d[^-]*)(?:-py[\d.]+)?\.(?:dist|egg)-info$/;

/** @param path folders of `sys.path`, first one wins. Those that are no folders are passed over. */
export async function installedPackages(
  path: readonly string[],
): Promise<{ readonly [name: string]: string }> {
  const listings = await Promise.all(
    path.map((folder) => readdir(folder).catch((): string[] => [])),
  );
  const packages = new Map<string, string>();
  for (const name of listings.flat()) {
    const [, project, version] = METADATA_FOLDER.exec(name) ?? [];
    // Folder names have `_` where project names have `-`.
    const key = project?.replaceAll('_', '-').toLowerCase();
    if (key !== undefined && version !== undefined && !packages.has(key)) {
      packages.set(key, version);
    }
  }
  return Object.fromEntries([...packages].sort(([a], [b]) => (a < b ? -1 : 1)));
}
