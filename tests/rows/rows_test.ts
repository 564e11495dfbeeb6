import { assertEquals, assertRejects } from "@std/assert";
import {
  collectRows,
  countRows,
  inBatches,
  limitRows,
  type Rows,
  throughStages,
} from "../../lib/rows/rows.ts";

const numbers = (count: number) => Array.from({ length: count }, (_, pid) => ({ pid }));

async function* batchesOf(sizes: readonly number[]): Rows {
  let pid = 0;
  for (const size of sizes) yield Array.from({ length: size }, () => ({ pid: pid++ }));
}

Deno.test("rows in batches are the same rows", async () => {
  for (const count of [0, 1, 999, 1000, 1001, 2500]) {
    assertEquals(await collectRows(inBatches(numbers(count))), numbers(count));
  }
  const sizes = (await Array.fromAsync(inBatches(numbers(2500)))).map(({ length }) => length);
  assertEquals(sizes, [1000, 1000, 500]);
});

Deno.test("a limit keeps the first rows, however they are batched, and reads the others too", async () => {
  for (const limit of [1, 3, 4, 7, 100]) {
    let read = 0;
    const stages = [countRows((count) => void (read = count)), limitRows(limit)];
    const rows = await collectRows(throughStages(batchesOf([3, 0, 1, 6]), stages));
    assertEquals(rows, numbers(Math.min(limit, 10)));
    assertEquals(read, 10);
  }
});

Deno.test("what the count leads to ends the run after the last row", async () => {
  const seen: number[] = [];
  const stage = countRows((count) => {
    throw new RangeError(`${count} rows`);
  });
  const run = async () => {
    for await (const batch of stage(batchesOf([2, 1]))) seen.push(batch.length);
  };
  await assertRejects(run, RangeError, "3 rows");
  assertEquals(seen, [2, 1]);
});
