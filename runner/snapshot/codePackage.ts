/**
 * The code of a run: the flow's folder as it was when the run started, kept as a blob of the datastore. `takeSnapshot`
 * needs no datastore, so that it works while Python starts; `storeSnapshot` writes, and only what is new.
 */
import { createHash } from 'node:crypto';
import path from 'node:path';
import type { CodePackagePlace, SnapshotMessage } from '../compute/protocol';
import { blobKey, writeBlob } from '../datastore/cas';
import type { Datastore } from '../datastore/datastore';
import { METAFLOW_VERSION } from '../datastore/identity';
import { blob } from '../datastore/layout';
import { readSetting } from '../datastore/settings';
import { packFiles, PACKAGE_FORM, type PackageFacts } from './archive';
import { limitsFor, type SourceLimits } from './limits';
import { readKnownPackage, writeKnownPackage } from './knownPackages';
import { findSources, type Sources } from './sources';

export interface CodeSnapshot {
  readonly sources: Sources;
  /** Of the names, sizes and times of all files: equal for equal code. */
  readonly fingerprint: string;
  readonly facts: PackageFacts;
}

export interface StoredCode {
  readonly place: CodePackagePlace;
  readonly message: SnapshotMessage;
  /** What the person should know about it. */
  readonly notice?: string;
}

export interface SnapshotOptions {
  /** Absolute path of the flow's file. */
  readonly file: string;
  readonly user: string;
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

export async function takeSnapshot(options: SnapshotOptions): Promise<CodeSnapshot> {
  const folder = path.dirname(options.file);
  const script = path.basename(options.file);
  const sources = await findSources(folder, {
    suffixes: suffixesOf(options),
    limits: limitsFor(folder),
    always: script,
  });
  const facts = { script, user: options.user, metaflowVersion: METAFLOW_VERSION };
  return { sources, facts, fingerprint: fingerprintOf(sources, facts) };
}

/** Packs and writes the code unless the datastore has it. @throws FlowdeckError `storage-unwritable`. */
export async function storeSnapshot(
  ds: Datastore,
  flow: string,
  snapshot: CodeSnapshot,
): Promise<StoredCode> {
  const { sources } = snapshot;
  const sha = (await knownKey(ds, flow, snapshot)) ?? (await packAndStore(ds, flow, snapshot));
  const location = ds.storage.localPath(blob(flow, sha)) ?? `${ds.root}/${blob(flow, sha)}`;
  const files = Object.fromEntries(
    sources.files.map(({ name, size, mtimeNs }) => [name, { size, mtimeNs }]),
  );
  return {
    place: { sha, location, metadata: PACKAGE_FORM },
    message: { type: 'snapshot', folder: sources.folder, archive: location, files },
    ...(sources.cut === undefined ? {} : { notice: cutNotice(sources, sources.cut) }),
  };
}

/** Reading thousands of files anew to learn that nothing changed would be felt at every start. */
async function knownKey(
  ds: Datastore,
  flow: string,
  snapshot: CodeSnapshot,
): Promise<string | undefined> {
  const key = await readKnownPackage(ds, flow, snapshot.fingerprint);
  if (key === undefined) return undefined;
  return (await ds.storage.stat(blob(flow, key))) === undefined ? undefined : key;
}

async function packAndStore(
  ds: Datastore,
  flow: string,
  { sources, facts, fingerprint }: CodeSnapshot,
): Promise<string> {
  const archive = await packFiles(sources.files, facts);
  const key = blobKey(archive);
  await writeBlob(ds.storage, flow, archive, { raw: true });
  await writeKnownPackage(ds, flow, { fingerprint, key });
  return key;
}

function fingerprintOf(sources: Sources, facts: PackageFacts): string {
  const lines = sources.files.map(({ name, stamp }) => [name, stamp]);
  return createHash('sha1')
    .update(JSON.stringify([sources.folder, facts, lines]))
    .digest('hex');
}

function suffixesOf({ cwd, env }: SnapshotOptions): readonly string[] {
  const configured = readSetting('METAFLOW_DEFAULT_PACKAGE_SUFFIXES', cwd, env) ?? '';
  const named = configured.split(',').map((suffix) => suffix.trim());
  return [...new Set(['.py', ...named.filter((suffix) => suffix !== '')])];
}

const CUT: { readonly [limit in keyof SourceLimits]: string } = {
  files: 'it has too many files',
  bytes: 'its files are too large',
  folders: 'it has too many folders',
};

function cutNotice({ folder, files }: Sources, cut: keyof SourceLimits): string {
  return (
    `Only ${files.length} files of ${folder} were kept as this run's code, because ${CUT[cut]}: ` +
    'a folder of its own for the flow makes the copy complete.'
  );
}
