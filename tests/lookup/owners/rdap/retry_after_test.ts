import { assertEquals } from "@std/assert";
import { retryAfter } from "../../../../lib/lookup/owners/rdap/retry_after.ts";

const NOW = Date.UTC(2026, 0, 2, 3, 4, 5);

Deno.test("Retry-After is seconds or a date", () => {
  assertEquals(retryAfter("7", NOW), 7000);
  assertEquals(retryAfter("0", NOW), 0);
  assertEquals(retryAfter(" 7 ", NOW), 7000);
  assertEquals(retryAfter("Fri, 02 Jan 2026 03:04:25 GMT", NOW), 20_000);
  assertEquals(retryAfter("Friday, 02-Jan-26 03:04:25 GMT", NOW), 20_000);
  assertEquals(retryAfter("Fri, 02 Jan 2026 03:04:00 GMT", NOW), 0);
});

Deno.test("what says nothing is five seconds, and nothing is longer than a day", () => {
  for (const header of [null, "", "-1", "1.5", "soon", "2026-01-02", "Fri, soon"]) {
    assertEquals(retryAfter(header, NOW), 5000, `${header}`);
  }
  assertEquals(retryAfter("9".repeat(400), NOW), 86_400_000);
  assertEquals(retryAfter("Fri, 31 Dec 9999 23:59:59 GMT", NOW), 86_400_000);
});
