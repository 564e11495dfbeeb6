import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import type { Looks } from "../../lib/history/looks.ts";
import { countTimeline } from "../../lib/history/count_timeline.ts";
import { partsIn, timelineChart } from "../../lib/history/timeline_chart.ts";
import { boundsOf, divideSpan, partOf } from "../../lib/history/timeline_parts.ts";
import { measureRhythm } from "../../lib/history/rhythm.ts";
import type { ObjectRow } from "../../lib/model/field.ts";
import { TIMELINE_FIELDS, TIMELINE_VIEW } from "../../lib/model/timeline.ts";
import type { FormatOptions } from "../../lib/output/format.ts";
import { inBatches } from "../../lib/rows/rows.ts";
import { displayWidth } from "../../lib/text/terminal_text.ts";
import { emitObjects } from "../support/emit_rows.ts";

const MINUTE = 60_000;

/** A moment of 25 November 2026 in local time. */
function at(hours: number, minutes = 0): number {
  return new Date(2026, 10, 25, hours, minutes).getTime();
}

function iso(moment: number): string {
  return new Date(moment).toISOString();
}

Deno.test("parts begin at round times of the local clock, but for the first one", () => {
  assertEquals(boundsOf({ since: at(8, 20), until: at(10, 10) }, 60), [
    at(8, 20),
    at(9),
    at(10),
    at(10, 10),
  ]);
  assertEquals(boundsOf({ since: at(8), until: at(10) }, 60), [at(8), at(9), at(10)]);
  assertEquals(boundsOf({ since: at(8), until: at(8) }, 60), [at(8), at(8) + 1]);
  const days = boundsOf({ since: at(12), until: at(60) }, 24 * 60);
  assertEquals(days, [at(12), at(24), at(48), at(60)]);
});

Deno.test("a span is divided into the shortest round parts that fit", () => {
  const day = { since: at(6), until: at(30) };
  assertEquals(divideSpan(day, 50).step, 30);
  assertEquals(divideSpan(day, 40).step, 60);
  assertEquals(divideSpan(day, 24).step, 120, "24 hours may touch 25");
  assertEquals(divideSpan({ since: at(6), until: at(6, 30) }, 50).step, 1);
  assertEquals(divideSpan({ since: at(0), until: at(24 * 365) }, 50).step, 14 * 24 * 60);
});

Deno.test("any span has at most so many parts, without holes, and each moment is in one", () => {
  const year = 365 * 24 * 60 * MINUTE;
  const spans = fc.tuple(fc.integer({ min: 0, max: 60 * year }), fc.integer({ min: 0, max: year }));
  fc.assert(fc.property(spans, fc.integer({ min: 4, max: 300 }), ([since, length], most) => {
    const until = since + length;
    const { bounds } = divideSpan({ since, until }, most);
    assert(bounds.length - 1 <= most);
    assertEquals([bounds[0], bounds.at(-1)], [since, Math.max(until, since + 1)]);
    for (const [index, bound] of bounds.slice(1).entries()) assert(bound > bounds[index]!);
    for (const moment of [since, until, since + length / 2]) {
      const part = partOf(moment, bounds);
      assert(bounds[part]! <= moment && moment <= bounds[part + 1]!);
    }
  }));
});

Deno.test("connections count in each part between their first and their last look", async () => {
  const looks = {
    computers: [{}],
    *timesIn() {
      yield* [at(8, 5), at(8, 35), at(10, 5), at(11)];
    },
  } as unknown as Looks;
  const episode = (process: string | null, first: number, last: number) => ({
    process,
    firstSeen: iso(first),
    lastSeen: iso(last),
  });
  const bounds = [at(8), at(9), at(10), at(11)];
  const rows = await countTimeline(
    inBatches<ObjectRow>([
      episode("b.exe", at(7), at(8, 5)), // it was there before the span
      episode("a.exe", at(8, 5), at(10, 5)),
      episode("a.exe", at(8, 35), at(8, 35)),
      episode(null, at(11), at(11)),
    ]),
    looks,
    { since: at(8), until: at(11), bounds, limit: null },
  );
  assertEquals(rows.map((row) => [row.process, row.connections, row.looks]), [
    ["a.exe", 2, 2],
    ["a.exe", null, 0],
    ["a.exe", 1, 2],
    ["b.exe", 1, 2],
    ["b.exe", null, 0],
    ["b.exe", 0, 2],
    [null, 0, 2],
    [null, null, 0],
    [null, 1, 2],
  ]);
  assertEquals([rows[1]!.since, rows[1]!.until], [iso(at(9)), iso(at(10))]);
});

/** Draws a chart with a part for each number, from midnight on. */
function draw(
  programs: Readonly<Record<string, readonly (number | null)[]>>,
  { step, ...options }: Partial<FormatOptions> & { step: number },
): string[] {
  const rows = Object.entries(programs).flatMap(([process, counts]) =>
    counts.map((connections, part) => ({
      process,
      since: iso(at(0, part * step)),
      until: iso(at(0, (part + 1) * step)),
      connections,
      looks: connections === null ? 0 : 1,
    }))
  );
  return emitObjects(timelineChart(step), {
    fields: TIMELINE_FIELDS,
    rows,
    options: { view: TIMELINE_VIEW, ...options },
  }).split("\n").slice(0, -1);
}

Deno.test("a chart shows how many there were, and where nobody looked", () => {
  const counts = [0, 1, 2, 8, null, null, 0, 4];
  assertEquals(
    draw({ "a.exe": counts, "long-name.exe": counts.map((n) => n && 1) }, { step: 60 }),
    [
      "                    11-25 06:00",
      "a.exe             8  ▁▂█·· ▄",
      "long-name.exe     1  ███·· █",
      "2026-11-25 00:00 to 2026-11-25 08:00, one column is 1 h; the number is the most connections " +
      "in one; · where nobody looked",
    ],
  );
  assertEquals(draw({ "a.exe": counts }, { step: 60, ascii: true, header: false }).slice(0, 1), [
    "a.exe     8  __#.. -",
  ]);
});

Deno.test("a chart fits a narrow terminal, with wide letters too", () => {
  for (const columns of [20, 40, 80, 200]) {
    const parts = Array.from({ length: partsIn(columns) }, (_, part) => part % 3);
    const lines = draw({ "日本語のとても長いプログラム.exe": parts, "b\x1b[31m.exe": parts }, {
      step: 30,
      columns,
    });
    for (const line of lines) assert(displayWidth(line) <= columns, `${columns}: ${line}`);
    const begins = lines.slice(1, 3).map((line) =>
      displayWidth(line.slice(0, line.search(/[▁▄█]/)))
    );
    assertEquals(begins[0], begins[1]);
    assert(!lines.join("").includes("\x1b"));
  }
});

Deno.test("the rhythm of looks tells what is usual, and the longest time without one", () => {
  const times = [0, 5, 10, 15, 45, 50, 80, 85].map((minute) => minute * MINUTE);
  assertEquals(measureRhythm(times), {
    looks: 8,
    usual: 5 * MINUTE,
    longestGap: { since: 15 * MINUTE, until: 45 * MINUTE },
    gaps: 2,
  });
  // 5, 7, 11 and 20 minutes: the usual one is between 7 and 11.
  const uneven = [0, 5, 12, 23, 43].map((minute) => minute * MINUTE);
  assertEquals(measureRhythm(uneven), {
    looks: 5,
    usual: 9 * MINUTE,
    longestGap: { since: 23 * MINUTE, until: 43 * MINUTE },
    gaps: 1,
  });
  const none = { usual: null, longestGap: null, gaps: 0 };
  assertEquals(measureRhythm([]), { looks: 0, ...none });
  assertEquals(measureRhythm([1, 900]), { looks: 2, ...none }, "of two looks none is usual");
});
