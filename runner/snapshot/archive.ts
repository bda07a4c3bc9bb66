/**
 * Code as one gzip tar that depends on nothing but the files' names and bytes, in the form that Metaflow's clients read
 * (datastore-layout: code package).
 */
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { mapBounded } from '../datastore/concurrency';
import type { SourceFile } from './sources';

const gzipBytes = promisify(gzip);

/** Metaflow's: equal code gives equal archives whenever it is packed. */
const FIXED_TIME = new Date(Date.UTC(2019, 11, 3));
const GZIP_LEVEL = 3;

/** What the archive says about itself; `script` names the flow's file in it. */
export interface PackageFacts {
  readonly script: string;
  readonly user: string;
  readonly metaflowVersion: string;
}

/** @throws the file system's error when a file has gone meanwhile. */
export async function packFiles(
  files: readonly SourceFile[],
  facts: PackageFacts,
): Promise<Uint8Array> {
  // Only a package that is new is packed: the library is not loaded otherwise.
  const [{ pack }, contents] = await Promise.all([
    import('tar-stream'),
    mapBounded(files, (file) => readFile(file.path)),
  ]);
  const tar = pack();
  const chunks: Buffer[] = [];
  const collected = new Promise<void>((resolve, reject) => {
    tar.on('data', (chunk) => void chunks.push(chunk as Buffer));
    tar.on('end', resolve);
    tar.on('error', reject);
  });
  const add = (name: string, bytes: Buffer): void =>
    void tar.entry({ name, mtime: FIXED_TIME, mode: 0o644 }, bytes);
  for (const [name, value] of ownEntries(facts)) add(name, Buffer.from(JSON.stringify(value)));
  files.forEach((file, index) => add(file.name, contents[index] ?? Buffer.alloc(0)));
  tar.finalize();
  await collected;
  return gzipBytes(Buffer.concat(chunks), { level: GZIP_LEVEL });
}

/** JSON of the `code-package` record's `metadata`: which form the archive has. */
export const PACKAGE_FORM = JSON.stringify({
  version: 0,
  archive_format: 'tgz',
  mfcontent_version: 1,
});

function ownEntries(facts: PackageFacts): readonly (readonly [string, object])[] {
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
  return [
    ['.mf_install', { version: 1, module_files: [] }],
    ['.mf_meta/INFO', info],
    ['.mf_meta/CONFIG', {}],
    ['.mf_meta/DIST_INFO', {}],
  ];
}
