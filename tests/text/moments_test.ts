import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { readMoment } from "../../lib/text/moments.ts";
import { localPath } from "../support/folders.ts";

// In local time, whatever the zone of the machine: the expected values are made by the calendar.
const NOW = new Date(2026, 10, 25, 10, 30).getTime();
const HOUR = 3_600_000;

/** A time of November 2026: day, hours, minutes, seconds. */
function local(...[day, hours = 0, minutes = 0, seconds = 0]: readonly number[]): number {
  return new Date(2026, 10, day, hours, minutes, seconds).getTime();
}

Deno.test("moments are read in local time", () => {
  const cases: readonly [string, number][] = [
    ["now", NOW],
    ["1d", NOW - 24 * HOUR],
    ["90m", NOW - 1.5 * HOUR],
    ["1h30m", NOW - 1.5 * HOUR],
    ["today", local(25)],
    ["Yesterday", local(24)],
    ["yesterday 9:05", local(24, 9, 5)],
    ["today 09:00:30", local(25, 9, 0, 30)],
    ["09:00", local(25, 9)],
    ["9:00", local(25, 9)],
    ["10:30", local(25, 10, 30)],
    ["10:31", local(24, 10, 31)],
    ["23:59:59", local(24, 23, 59, 59)],
    ["2026-11-20", local(20)],
    ["2026-11-20T09:00", local(20, 9)],
    ["2026-11-20 09:00:30", local(20, 9, 0, 30)],
    ["2026-11-20  9:00", local(20, 9)],
    ["2026-11-20T09:00:30.250", local(20, 9, 0, 30) + 250],
    [" 2026-11-20 ", local(20)],
    ["2028-02-29", new Date(2028, 1, 29).getTime()],
  ];
  for (const [text, expected] of cases) {
    assertEquals([text, readMoment(text, NOW)], [text, expected]);
  }
});

Deno.test("moments with an offset are the same everywhere", () => {
  const cases: readonly [string, number][] = [
    ["2026-11-25T09:00Z", Date.UTC(2026, 10, 25, 9)],
    ["2026-11-25t09:00:30z", Date.UTC(2026, 10, 25, 9, 0, 30)],
    ["2026-11-25 09:00:30.123Z", Date.UTC(2026, 10, 25, 9, 0, 30, 123)],
    ["2026-11-25T09:00+01:00", Date.UTC(2026, 10, 25, 8)],
    ["2026-11-25T09:00 +0100", Date.UTC(2026, 10, 25, 8)],
    ["2026-11-25T09:00-03", Date.UTC(2026, 10, 25, 12)],
    ["2026-11-25T00:15+05:45", Date.UTC(2026, 10, 24, 18, 30)],
  ];
  for (const [text, expected] of cases) {
    assertEquals([text, readMoment(text, NOW)], [text, expected]);
    assertEquals(readMoment(text, NOW, { isEnd: true }), expected);
  }
});

Deno.test("a day that ends a span counts to its last millisecond", () => {
  assertEquals(readMoment("2026-11-20", NOW, { isEnd: true }), local(21) - 1);
  assertEquals(readMoment("yesterday", NOW, { isEnd: true }), local(25) - 1);
  assertEquals(readMoment("today", NOW, { isEnd: true }), local(26) - 1);
  assertEquals(readMoment("2026-12-31", NOW, { isEnd: true }), new Date(2027, 0, 1).getTime() - 1);
  assertEquals(readMoment("09:00", NOW, { isEnd: true }), local(25, 9));
});

Deno.test("a time of day that ends a span comes after the beginning", () => {
  const end = (text: string, after: number) => readMoment(text, NOW, { isEnd: true, after });
  assertEquals(end("06:00", local(24, 22)), local(25, 6), "the night");
  assertEquals(end("23:00", local(24, 22)), local(24, 23), "an hour of yesterday");
  assertEquals(end("17:00", local(25, 8)), local(25, 17), "today, though it is yet to come");
  assertEquals(end("09:00", local(18)), local(25, 9), "a week, to this morning");
});

Deno.test("what is no moment is refused", () => {
  const texts = [
    "",
    "9",
    "900",
    "24:00",
    "09:60",
    "09:00:60",
    "09:00Z",
    "t09:00",
    "yesterdayt",
    "tomorrow",
    "2026-11-25T",
    "2026-02-29",
    "2026-13-01",
    "2026-00-10",
    "2026-11-31",
    "2026-1-5",
    "26-11-25",
    "25.11.2026",
    "11/25/2026",
    "2026-11-2509:00",
    "2026-11-25T09:00+25:00",
    "2026-11-25T09",
    "1764061200000",
    "-1d",
    "1 d",
    "2026-11-25T09:00 Z Z",
    "9999999999w",
  ];
  for (const text of texts) assertEquals([text, readMoment(text, NOW)], [text, null]);
});

Deno.test("a time that netwho wrote is read back, and no text makes it throw", () => {
  const moment = fc.integer({ min: 0, max: Date.UTC(9999, 0) });
  fc.assert(fc.property(moment, (time) => {
    assertEquals(readMoment(new Date(time).toISOString(), NOW), time);
  }));
  const piece = fc.constantFrom(
    "2026",
    "-11-25",
    "T",
    " ",
    "09",
    ":00",
    "Z",
    "+01",
    ".5",
    "d",
    "today",
  );
  const texts = fc.oneof(fc.string({ unit: "binary" }), fc.array(piece).map((all) => all.join("")));
  fc.assert(fc.property(texts, fc.boolean(), (text, isEnd) => {
    const read = readMoment(text, NOW, { isEnd });
    assert(read === null || Number.isFinite(read));
  }));
});

Deno.test("the beginning of a day is never after its end, and a day begins where another ends", () => {
  const day = fc.date({ min: new Date(1990, 0), max: new Date(2100, 0), noInvalidDate: true });
  fc.assert(fc.property(day, (date) => {
    const text = (at: Date) =>
      [at.getFullYear(), at.getMonth() + 1, at.getDate()].map((n) => `${n}`.padStart(2, "0"))
        .join("-");
    const next = new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1, 12);
    const end = readMoment(text(date), NOW, { isEnd: true })!;
    assert(readMoment(text(date), NOW)! <= date.getTime());
    assert(end >= date.getTime());
    assertEquals(readMoment(text(next), NOW), end + 1);
  }));
});

Deno.test({
  name: "clocks that are put forward and back are followed",
  ignore: Deno.build.os === "windows", // where TZ has no effect
  async fn() {
    // In Germany clocks went from 2:00 to 3:00 on 29 March, from 3:00 back to 2:00 on 25 October.
    const cases: readonly [text: string, now: string, isEnd: boolean, expected: string][] = [
      ["2026-03-29T02:30", "2026-04-01T00:00Z", false, "2026-03-29T01:30:00.000Z"],
      ["2026-03-29", "2026-04-01T00:00Z", false, "2026-03-28T23:00:00.000Z"],
      ["2026-03-29", "2026-04-01T00:00Z", true, "2026-03-29T21:59:59.999Z"],
      ["2026-10-25T02:30", "2026-11-01T00:00Z", false, "2026-10-25T00:30:00.000Z"],
      ["2026-10-25T02:30", "2026-11-01T00:00Z", true, "2026-10-25T01:30:00.000Z"],
      ["2026-10-25", "2026-11-01T00:00Z", true, "2026-10-25T22:59:59.999Z"],
      ["yesterday", "2026-10-26T12:00Z", false, "2026-10-24T22:00:00.000Z"],
      ["03:00", "2026-10-25T12:00Z", false, "2026-10-25T02:00:00.000Z"],
      ["1d", "2026-10-26T11:00Z", false, "2026-10-25T11:00:00.000Z"],
    ];
    const module = new URL("../../lib/text/moments.ts", import.meta.url).href;
    const script = `const { readMoment } = await import(${JSON.stringify(module)});
      const cases = ${JSON.stringify(cases)};
      console.log(JSON.stringify(cases.map(([text, now, isEnd]) =>
        new Date(readMoment(text, Date.parse(now), { isEnd })).toISOString())));`;
    const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["eval", "--config", localPath(new URL("../../deno.json", import.meta.url)), script],
      env: { TZ: "Europe/Berlin" },
    }).output();
    const decoder = new TextDecoder();
    assertEquals(decoder.decode(stderr), "");
    assertEquals(
      JSON.parse(decoder.decode(stdout)),
      cases.map(([, , , expected]) => expected),
    );
  },
});
