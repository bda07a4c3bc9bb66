/**
 * Code as one gzip tar that depends on nothing but the files' names and bytes, in the form that Metaflow 2.19 writes and
 * its clients read.
 */
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { mapBounded } from '../datastore/concurrency';
import type { SourceFile } from './sources';
import { tarOf, type TarEntry } from './tar';

const gzipBytes = promisify(gzip);

/** Metaflow's: equal code gives equal archives whenever it is packed. */
const FIXED_TIME = Date.UTC(2019, 11, 3) / 1000;
const GZIP_LEVEL = 3;

/** What the archive says about itself; `script` names the flow's file in it. */
export interface PackageFacts {
  readonly script: string;
  readonly user: string;
  readonly metaflowVersion: string;
}

export async function packFiles(
  files: readonly SourceFile[],
  facts: PackageFacts,
): Promise<Uint8Array> {
  const entries = await mapBounded(files, async ({ name, path }): Promise<TarEntry[]> => {
    // What has gone or may not be read is no code of this run.
    const bytes = await readFile(path).catch(() => undefined);
    return bytes ? [{ name, bytes }] : [];
  });
  const archive = tarOf([...ownEntries(facts), ...entries.flat()], FIXED_TIME);
  return gzipBytes(archive, { level: GZIP_LEVEL });
}

/** JSON of the `code-package` record's `metadata`: which form the archive has. */
export const PACKAGE_FORM = JSON.stringify({
  version: 0,
  archive_format: 'tgz',
  mfcontent_version: 1,
});

function ownEntries(facts: PackageFacts): TarEntry[] {
  const info = {
    platform: process.platform === 'linux' ? 'Linux' : process.platform,
    username: facts.user,
    runtime: 'dev',
    environment_type: 'local',
    use_r: false,
    metaflow_version: facts.metaflowVersion,
    script: facts.script,
    ext_info: [{}, {}],
  };
  const entry = (name: string, value: object): TarEntry => ({
    name,
    bytes: Buffer.from(JSON.stringify(value)),
  });
  return [
    entry('.mf_install', { version: 1, module_files: [] }),
    entry('.mf_meta/INFO', info),
    entry('.mf_meta/CONFIG', {}),
    entry('.mf_meta/DIST_INFO', {}),
  ];
}
