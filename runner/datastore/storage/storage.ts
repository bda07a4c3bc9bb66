/** Where the bytes of a datastore lie. Keys are relative to its root, with `/` between parts. `local.ts`; S3 comes with the cloud. */

export interface StoredObject {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** Epoch milliseconds. */
  readonly modified: number;
}

export interface Storage {
  /** The root as records name it: an absolute path, or `s3://bucket/prefix`. */
  readonly root: string;
  readonly type: 'local' | 's3';
  /** The whole object; undefined when there is none. @throws FlowdeckError `storage-unreadable` for any other failure. */
  read(key: string, signal?: AbortSignal): Promise<Uint8Array | undefined>;
  /** Bytes from `start`, at most `length`; undefined when there is no such object, fewer bytes at its end. */
  readRange(
    key: string,
    start: number,
    length: number,
    signal?: AbortSignal,
  ): Promise<Uint8Array | undefined>;
  stat(key: string, signal?: AbortSignal): Promise<StoredObject | undefined>;
  /** Atomic: readers see the old object or the new one. `ifAbsent` leaves an existing object alone. @throws FlowdeckError `storage-unwritable` (disk full, read-only, no permission). */
  write(
    key: string,
    bytes: Uint8Array | string,
    options?: { readonly ifAbsent?: boolean },
  ): Promise<void>;
  /**
   * Writes the objects of a folder that is not there yet, by their names in it: readers see all or none.
   * @param staging a folder of the same root where unfinished ones may lie, out of readers' way. @throws FlowdeckError `storage-unwritable`.
   */
  writeFolder(folder: string, objects: ReadonlyMap<string, string>, staging: string): Promise<void>;
  /** Names one level below a prefix, in no particular order. A missing prefix is empty. */
  list(
    prefix: string,
    signal?: AbortSignal,
  ): Promise<{ readonly names: readonly string[]; readonly folders: readonly string[] }>;
  remove(key: string): Promise<void>;
  /** Where an object lies on this machine's disk, for a child process or an editor; undefined for remote storage. */
  localPath(key: string): string | undefined;
}
