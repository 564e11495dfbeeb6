import { assertEquals } from "@std/assert";
import { timerLines } from "../../../lib/schedule/linux/timer_lines.ts";
import { hasProgram } from "../../support/installed.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Intervals that go by the clock. */
const BY_THE_CLOCK: readonly (readonly [milliseconds: number, calendar: string])[] = [
  [MINUTE, "*-*-* *:00/1:00"],
  [5 * MINUTE, "*-*-* *:00/5:00"],
  [30 * MINUTE, "*-*-* *:00/30:00"],
  [HOUR, "*-*-* 00/1:00:00"],
  [6 * HOUR, "*-*-* 00/6:00:00"],
  [12 * HOUR, "*-*-* 00/12:00:00"],
  [24 * HOUR, "*-*-* 00:00:00"],
];

for (const [milliseconds, calendar] of BY_THE_CLOCK) {
  Deno.test(`every ${milliseconds} ms is ${calendar}`, () => {
    const lines = timerLines({ kind: "every", milliseconds });
    assertEquals(lines, [`OnCalendar=${calendar}`, "Persistent=true"]);
  });
}

/** Intervals that no clock shows: 90 s, 7 min, 45 min, 90 min, 5 h, 2 d. */
const FROM_THE_LAST = [90_000, 7 * MINUTE, 45 * MINUTE, 90 * MINUTE, 5 * HOUR, 48 * HOUR];

for (const milliseconds of FROM_THE_LAST) {
  Deno.test(`every ${milliseconds} ms counts from the last start`, () => {
    assertEquals(timerLines({ kind: "every", milliseconds }), [
      "OnActiveSec=1min",
      `OnUnitActiveSec=${milliseconds / 1000}s`,
    ]);
  });
}

Deno.test("a daily time, and a log-on, which takes no timer", () => {
  assertEquals(timerLines({ kind: "daily", time: "09:05" }), [
    "OnCalendar=*-*-* 09:05:00",
    "Persistent=true",
  ]);
  assertEquals(timerLines({ kind: "logon" }), null);
});

Deno.test({
  name: "systemd reads every interval as it was meant",
  ignore: !hasProgram("systemd-analyze"),
  fn: async () => {
    for (const [milliseconds] of BY_THE_CLOCK) {
      const [line] = timerLines({ kind: "every", milliseconds })!;
      const times = await elapses(line!.replace("OnCalendar=", ""));
      assertEquals(times.map((time, at) => time - (times[at - 1] ?? time - milliseconds)), [
        milliseconds,
        milliseconds,
        milliseconds,
        milliseconds,
      ]);
    }
    for (const milliseconds of FROM_THE_LAST) {
      const [, line] = timerLines({ kind: "every", milliseconds })!;
      const printed = await analyze("timespan", line!.replace("OnUnitActiveSec=", ""));
      assertEquals(Number(/^\s*[\u03bc\u00b5u]s: (\d+)$/m.exec(printed)?.[1]), milliseconds * 1000);
    }
  },
});

/** The next four times of a calendar expression, in milliseconds. */
async function elapses(calendar: string): Promise<number[]> {
  const printed = await analyze("calendar", "--iterations=4", calendar);
  return [...printed.matchAll(/(?:elapse|Iter\. #\d|Iteration #\d): \w{3} (\S+ \S+) UTC/g)]
    .map(([, time]) => Date.parse(`${time!.replace(" ", "T")}Z`));
}

async function analyze(...args: string[]): Promise<string> {
  const { stdout } = await new Deno.Command("systemd-analyze", { args, env: { TZ: "UTC" } })
    .output();
  return new TextDecoder().decode(stdout);
}
