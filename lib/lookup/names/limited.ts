/**
 * Work side by side.
 *
 * @module
 */

/** Does the work for each item in order, at most `limit` at a time. After a failure nothing is begun. */
export async function eachLimited<Item>(
  items: Iterable<Item>,
  { limit, work }: { limit: number; work: (item: Item) => Promise<void> },
): Promise<void> {
  // All workers take from one iterator.
  const rest = items[Symbol.iterator]();
  let failed = false;
  const worker = async (): Promise<void> => {
    try {
      while (!failed) {
        const next = rest.next();
        if (next.done) return;
        await work(next.value);
      }
    } catch (error) {
      failed = true;
      throw error;
    }
  };
  await Promise.all(Array.from({ length: limit }, worker));
}
