/** Files at once: more only queue in Node's thread pool, fewer leave a network disk idle. */
const READS_AT_ONCE = 16;

/**
 * Like `Promise.all(items.map(work))`, at most `READS_AT_ONCE` at a time; results in the order of `items`.
 * The first failure ends it. @throws the signal's reason when aborted.
 */
export async function mapBounded<T, R>(
  items: readonly T[],
  work: (item: T) => Promise<R>,
  signal?: AbortSignal,
): Promise<R[]> {
  const results = new Array<R>(items.length);
  const queue = items.entries();
  async function drain(): Promise<void> {
    for (const [index, item] of queue) {
      signal?.throwIfAborted();
      results[index] = await work(item);
    }
  }
  const lanes = Math.min(READS_AT_ONCE, items.length);
  await Promise.all(Array.from({ length: lanes }, drain));
  return results;
}
