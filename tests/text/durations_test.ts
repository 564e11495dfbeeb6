import { assertEquals } from "@std/assert";
import { readDuration } from "../../lib/text/durations.ts";

Deno.test("durations are read with any units", () => {
  const cases: readonly [string, number | null][] = [
    ["90s", 90_000],
    ["5m", 300_000],
    ["1.5h", 5_400_000],
    ["1h30m", 5_400_000],
    ["2D", 172_800_000],
    ["1w", 604_800_000],
    ["250ms", 250],
    ["0s", null],
    ["5", null],
    ["-5m", null],
    ["5 m", null],
    ["m5", null],
    ["5y", null],
    ["", null],
  ];
  for (const [text, expected] of cases) assertEquals(readDuration(text), expected, text);
});
