import { assertEquals } from "@std/assert";
import { ProgressCounter } from "../../lib/lookup/progress_counter.ts";

Deno.test("progress adds up, also if the total of a part changes", () => {
  const told: [number, number][] = [];
  const counter = new ProgressCounter((done, total) => told.push([done, total]));
  const names = counter.part(10);
  const owners = counter.part(4);
  names(3, 10);
  owners(1, 4);
  owners(2, 9);
  names(10, 10);
  owners(9, 9);
  counter.part(1)(1, 1);
  assertEquals(told, [[3, 14], [4, 14], [5, 19], [12, 19], [19, 19], [20, 20]]);
});
