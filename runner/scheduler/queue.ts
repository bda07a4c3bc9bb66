/** A first-in, first-out queue that is never changed: adding and taking return a new one, in constant time on average. */

interface Cell<T> {
  readonly item: T;
  readonly rest: Cell<T> | undefined;
}

export interface Queue<T> {
  /** Next to be taken, in order. */
  readonly front: Cell<T> | undefined;
  /** Added last comes first. */
  readonly back: Cell<T> | undefined;
}

export const EMPTY_QUEUE: Queue<never> = { front: undefined, back: undefined };

export function isEmpty(queue: Queue<unknown>): boolean {
  return queue.front === undefined && queue.back === undefined;
}

export function enqueue<T>(queue: Queue<T>, item: T): Queue<T> {
  return { front: queue.front, back: { item, rest: queue.back } };
}

/** Puts an item before all others: what was taken and is not used up. */
export function pushFront<T>(queue: Queue<T>, item: T): Queue<T> {
  return { front: { item, rest: queue.front }, back: queue.back };
}

export function dequeue<T>(queue: Queue<T>): { item: T; rest: Queue<T> } | undefined {
  const front = queue.front ?? reversed(queue.back);
  if (front === undefined) return undefined;
  const back = queue.front ? queue.back : undefined;
  return { item: front.item, rest: { front: front.rest, back } };
}

function reversed<T>(list: Cell<T> | undefined): Cell<T> | undefined {
  let result: Cell<T> | undefined;
  for (let cell = list; cell; cell = cell.rest) result = { item: cell.item, rest: result };
  return result;
}
