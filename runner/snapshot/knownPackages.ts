/** Remembers which code the newest package of a flow was made of, so that unchanged code is not packed again. */
import * as v from 'valibot';
import type { Datastore } from '../datastore/datastore';
import { readFitting } from '../datastore/jsonFiles';
import { isBlobKey } from '../datastore/layout';

/** One a flow: alternating between two folders of one flow packs each time, which is right but slower. */
const nameOf = (flow: string): string => `${flow}/flowdeck/package.json`;

const KnownPackageSchema = v.object({
  fingerprint: v.string(),
  key: v.pipe(v.string(), v.check(isBlobKey)),
});
export type KnownPackage = v.InferOutput<typeof KnownPackageSchema>;

/** The key of the package that was made of code with this fingerprint. */
export async function readKnownPackage(
  ds: Datastore,
  flow: string,
  fingerprint: string,
): Promise<string | undefined> {
  const known = await readFitting(ds.storage, nameOf(flow), KnownPackageSchema);
  return known?.fingerprint === fingerprint ? known.key : undefined;
}

export async function writeKnownPackage(
  ds: Datastore,
  flow: string,
  known: KnownPackage,
): Promise<void> {
  await ds.storage.write(nameOf(flow), `${JSON.stringify(known)}\n`);
}
