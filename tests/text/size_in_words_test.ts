import { assertEquals } from "@std/assert";
import { sizeInWords } from "../../lib/text/size_in_words.ts";

Deno.test("sizes are written in the unit that leaves one to three digits before the point", () => {
  const sizes = [0, 1, 999, 1000, 64_512, 999_949, 999_950, 3_100_000, 5e9, 2e15, 4e18];
  assertEquals(sizes.map(sizeInWords), [
    "0 B",
    "1 B",
    "999 B",
    "1.0 kB",
    "64.5 kB",
    "999.9 kB",
    "1.0 MB",
    "3.1 MB",
    "5.0 GB",
    "2.0 PB",
    "4000.0 PB",
  ]);
});
