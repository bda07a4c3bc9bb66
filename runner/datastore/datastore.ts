/** A datastore: its bytes and who knows what is in it. */
import { LocalMetadata } from './metadata/local';
import type { Metadata } from './metadata/metadata';
import { LocalStorage } from './storage/local';
import type { Storage } from './storage/storage';

export interface Datastore {
  /** As records name it: an absolute path of a `.metaflow` folder. */
  readonly root: string;
  readonly storage: Storage;
  readonly metadata: Metadata;
}

/** @param root absolute path of a `.metaflow` folder; it need not exist (then there is nothing in it). */
export function openDatastore(root: string): Datastore {
  const storage = new LocalStorage(root);
  return { root: storage.root, storage, metadata: new LocalMetadata(storage) };
}
