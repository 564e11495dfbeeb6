import { assertEquals } from "@std/assert";
import { Tally } from "../../lib/lookup/tally.ts";

Deno.test("pieces of work are added up, also where one turns out larger or smaller", () => {
  const told: [number, number][] = [];
  const tally = new Tally((done, total) => told.push([done, total]));
  const names = tally.part(10);
  const owners = tally.part(4);
  names(3, 10);
  owners(1, 4);
  owners(2, 9);
  names(10, 10);
  owners(9, 9);
  tally.part(1)(1, 1);
  assertEquals(told, [[3, 14], [4, 14], [5, 19], [12, 19], [19, 19], [20, 20]]);
});
