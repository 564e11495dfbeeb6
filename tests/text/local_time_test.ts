import { assertEquals } from "@std/assert";
import { lengthInWords, localTime } from "../../lib/text/local_time.ts";

Deno.test("moments are written by the clock on the wall", () => {
  const moment = new Date(2026, 10, 5, 9, 7, 3).getTime();
  assertEquals(localTime(moment), "2026-11-05 09:07");
  assertEquals(localTime(moment, { seconds: true }), "2026-11-05 09:07:03");
});

Deno.test("lengths of time are written in their two largest units", () => {
  const cases: readonly [seconds: number, words: string][] = [
    [0, "0 s"],
    [0.4, "0 s"],
    [40, "40 s"],
    [60, "1 min"],
    [61, "1 min 1 s"],
    [300, "5 min"],
    [3599, "59 min 59 s"],
    [3600, "1 h"],
    [3629, "1 h"],
    [3631, "1 h 1 min"],
    [7199, "2 h"],
    [27_600, "7 h 40 min"],
    [86_399, "1 d"],
    [86_400, "1 d"],
    [180_000, "2 d 2 h"],
    [8_640_000, "100 d"],
  ];
  for (const [seconds, words] of cases) assertEquals(lengthInWords(seconds * 1000), words);
});
