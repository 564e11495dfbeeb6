/**
 * The score, worked by hand: gaps, quartiles, deviations and bars stand beside each series.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { summarizeGaps } from "../../../lib/history/beacons/gap_statistics.ts";
import { scoreTimes } from "../../../lib/history/beacons/score_times.ts";
import { beacon, randomFrom } from "../../../scripts/beacons/simulated_contacts.ts";

const [SECOND, MINUTE, HOUR] = [1000, 60_000, 3_600_000];
const DAY = { since: Date.UTC(2026, 0, 2), until: Date.UTC(2026, 0, 3) };

/** Times in the day, from seconds since it began. */
function atSeconds(...seconds: number[]): number[] {
  return seconds.map((second) => DAY.since + second * SECOND);
}

/** The times that have these gaps, in seconds. */
function withGaps(...gaps: number[]): number[] {
  let at = 0;
  return atSeconds(0, ...gaps.map((gap) => at += gap));
}

function atHours(...hours: number[]): number[] {
  return hours.map((hour) => DAY.since + hour * HOUR);
}

const hours = (count: number, from = 0) => Array.from({ length: count }, (_, hour) => from + hour);

Deno.test("five times in an hour, by hand", () => {
  // Gaps 60, 70, 50, 70; sorted 50, 60 | 70, 70.
  // Q1 = (50 + 60) / 2 = 55, Q2 = (60 + 70) / 2 = 65, Q3 = (70 + 70) / 2 = 70.
  // Bowley: (55 + 70 − 2 · 65) / (70 − 55) = −5 / 15 = −0.333.
  // Differences from 65: 15, 5, 5, 5; MAD = 5; (65 − 5) / 65 = 0.923.
  // Timing: (1 − 0.333 + 0.923) / 2 = 0.795.
  // Bars: 5 and 23 times 0; mean 0.208, sd 0.999, CV 4.80 > 1: 0. One bar is fewer than 6: duration 0.
  // Score: (0.795 + 0 + 0) / 3 = 0.265.
  assertEquals(scoreTimes(atSeconds(0, 60, 130, 180, 250), DAY), {
    score: 0.265,
    parts: ["timing", "duration", "histogram"],
    timing: 0.795,
    duration: 0,
    histogram: 0,
    periodSeconds: 65,
    jitterSeconds: 5,
  });
});

Deno.test("two heights of bars are as good as one, by hand", () => {
  // Each half hour from 0:00 to 11:30, each hour from 12:00 to 23:00: 24 gaps of 1800, 11 of 3600.
  // Sorted, the middle one of 35 is 1800; 17 values are below it, 17 above: Q1 = Q2 = 1800, so that
  // Bowley is 0. Differences: 24 times 0, 11 times 1800; MAD = 0. Timing: (1 + 1) / 2 = 1.
  // Bars: 12 times 2, 12 times 1; mean 1.5, sd 0.5, CV 0.333: 0.667. The highest is 2, so that a group
  // is 1 wide; two groups of 12; (12 + 12) / (24 − 1) > 1: 1. Histogram: max(0.667, 1) = 1.
  // From the first time to the last one 23 of 24 hours, 0.958; 24 bars in a row, 24 / 12 > 1: 1.
  const times = atHours(...hours(12).flatMap((hour) => [hour, hour + 0.5]), ...hours(12, 12));
  const scored = scoreTimes(times, DAY)!;
  assertEquals([scored.timing, scored.duration, scored.histogram, scored.score], [1, 1, 1, 1]);
  assertEquals([scored.periodSeconds, scored.jitterSeconds], [1800, 0]);
});

Deno.test("three heights are not, by hand", () => {
  // 1, 2, 3, 1, 2, 3 … in 12 hours: 4 bars of each height. Mean 2, sd √(2/3) = 0.816, CV 0.408: 0.592.
  // Groups of 4, 4 and 4: (4 + 4) / (12 − 1) = 0.727. Histogram: 0.727.
  const times = hours(12).flatMap((hour) =>
    Array.from({ length: hour % 3 + 1 }, (_, time) => DAY.since + hour * HOUR + time * MINUTE)
  );
  const scored = scoreTimes(times, { since: DAY.since, until: DAY.since + 12 * HOUR })!;
  assertEquals(scored.histogram, 0.727);
});

Deno.test("heights within 5 % of the highest are one height, by hand", () => {
  // 12 bars, of 38, 39, 38, 39 … and once 20: the highest is 39, 5 % of it 1.95, a group 2 wide.
  // 38 and 39 are group 19 (11 bars), 20 is group 10 (1 bar): (11 + 1) / 11 > 1: 1.
  // Evenness is less: mean (6 · 38 + 5 · 39 + 20) / 12 = 36.9, sd 5.12, CV 0.139: 0.861.
  const heights = hours(12).map((hour) => hour === 11 ? 20 : 38 + hour % 2);
  const times = heights.flatMap((height, hour) =>
    Array.from({ length: height }, (_, time) => DAY.since + hour * HOUR + time * 90 * SECOND)
  );
  const scored = scoreTimes(times, { since: DAY.since, until: DAY.since + 12 * HOUR })!;
  assertEquals(scored.histogram, 1);
});

Deno.test("a window of twelve hours, by hand", () => {
  // Ten times, one each hour. Gaps: 9 times 3600. Timing: 1.
  // Bars: 10 times 1, twice 0; mean 0.833, sd 0.373, CV 0.447: 0.553. Ten bars are fewer than 11.
  // From the first to the last 9 of 12 hours: 0.75. In a row: 10 / 12 = 0.833. Duration: 0.833.
  // Score: (1 + 0.833 + 0.553) / 3 = 0.795.
  const scored = scoreTimes(atHours(...hours(10)), {
    since: DAY.since,
    until: DAY.since + 12 * HOUR,
  })!;
  assertEquals([scored.timing, scored.duration, scored.histogram], [1, 0.833, 0.553]);
  assertEquals(scored.score, 0.795);
});

Deno.test("the hours of a night are in a row across the end of the window, by hand", () => {
  // 18:30 to 23:30 and 0:30 to 5:30: 12 bars in a row, 12 / 12 = 1. The span is 23 / 24 = 0.958.
  const scored = scoreTimes(atHours(...hours(6, 18.5), ...hours(6, 0.5)), DAY)!;
  assertEquals(scored.duration, 1);
  // One hour less at the end, which leaves 6 in a row: 0.5. The span is 22 / 24 = 0.917.
  assertEquals(scoreTimes(atHours(...hours(5, 18.5), ...hours(6, 0.5)), DAY)!.duration, 0.917);
});

Deno.test("five hours are too few for a duration, six are not, by hand", () => {
  assertEquals(scoreTimes(atHours(...hours(5)), DAY)!.duration, 0);
  // The span is 5 / 24 = 0.208; in a row 6 / 12 = 0.5.
  assertEquals(scoreTimes(atHours(...hours(6)), DAY)!.duration, 0.5);
});

// Series and scores of RITA's own tests: facts about its formula.
for (
  const [name, gaps, expected] of [
    ["two gaps in turns", [98, 300, 98, 300, 98, 300, 98, 300, 98, 300], 0.746],
    ["gaps of any length", [1, 299, 25, 4975, 90, 2, 42, 500, 1500], 0.083],
    ["nearly equal gaps", [98, 99, 99, 100, 100, 100, 101, 101, 102], 0.995],
  ] as const
) {
  Deno.test(`timing is RITA's for ${name}`, () => {
    const scored = scoreTimes(withGaps(...gaps), DAY)!;
    assert(Math.abs(scored.timing - expected) <= 0.001, `${scored.timing}`);
  });
}

Deno.test("quartiles that are close together, or equal to the median, do not make gaps skewed", () => {
  // 60, 62 | 64, 68: Q1 = 61, Q2 = 63, Q3 = 66: 5 s apart. MAD of 3, 1, 1, 5 = 2; 61 / 63 = 0.968.
  assertEquals(scoreTimes(withGaps(60, 62, 64, 68), DAY)!.timing, 0.984);
  // 10 times as far apart, Bowley counts: (610 + 660 − 1260) / 50 = 0.2; (0.8 + 0.968) / 2.
  assertEquals(scoreTimes(withGaps(600, 620, 640, 680), DAY)!.timing, 0.884);
  // 10, 10 | 60 | 60, 60: Q2 = Q3 = 60, which hides the 10s. MAD of 50, 50, 0, 0, 0 = 0.
  assertEquals(scoreTimes(withGaps(10, 60, 10, 60, 60), DAY)!.timing, 1);
  // The same with Q1 = Q2.
  assertEquals(scoreTimes(withGaps(10, 60, 10, 60, 10), DAY)!.timing, 1);
  // Exactly 10 apart counts: 50, 51 | 60, 61: Q1 = 50.5, Q3 = 60.5, Q2 = 55.5: 0, symmetric.
  // 50, 51 | 51, 71: Q1 = 50.5, Q2 = 51, Q3 = 61: (50.5 + 61 − 102) / 10.5 = 0.905.
  assertEquals(Math.round(summarizeGaps([50, 51, 51, 71]).skewness * 1000), 905);
});

Deno.test("three gaps are the least: the quartiles are the least, the middle and the largest one", () => {
  // 60, 100, 300: Bowley (60 + 300 − 200) / 240 = 0.667; MAD of 40, 0, 200 = 40; 60 / 100 = 0.6.
  // Timing: (0.333 + 0.6) / 2 = 0.467.
  const scored = scoreTimes(withGaps(100, 60, 300), DAY)!;
  assertEquals([scored.timing, scored.periodSeconds, scored.jitterSeconds], [0.467, 100, 40]);
});

Deno.test("fewer than four different times cannot be judged", () => {
  for (
    const times of [
      [],
      atSeconds(5),
      atSeconds(0, 60),
      atSeconds(0, 60, 120),
      atSeconds(0, 60, 60, 120, 120, 120),
      atSeconds(0, 0, 0, 0, 0),
      // All within less than a second, and three such times.
      atSeconds(0, 0.2, 0.4, 0.6, 0.8),
      atSeconds(0, 0.9, 60, 60.5, 120, 120.1),
      // Outside of the window.
      atSeconds(-1, 0, 60, 120, 86_401),
      [NaN, Infinity, -Infinity, ...atSeconds(0, 60, 120)],
    ]
  ) assertEquals(scoreTimes(times, DAY), null, String(times));
});

Deno.test("both ends belong to the window", () => {
  assertEquals(scoreTimes(atSeconds(0, 28_800, 57_600, 86_400), DAY)?.timing, 1);
});

Deno.test("connections that are opened together are one time, and count in the bars", () => {
  const alone = atHours(...hours(24));
  const together = alone.flatMap((at) => [at, at + 1, at + 250, at + 999]);
  const scored = scoreTimes(together, DAY)!;
  assertEquals([scored.timing, scored.periodSeconds, scored.jitterSeconds], [1, 3600, 0]);
  // 23 bars of 1 and one of 25: mean 2, sd √((23 · 1 + 529) / 24) = 4.80, CV 2.40: 0.
  // A group is 2 wide: 23 bars in one, 1 in another; (23 + 1) / 23 > 1: 1.
  const burst = [...alone, ...hours(24).map((at) => alone[3]! + at)];
  assertEquals(scoreTimes(burst, DAY)!.timing, 1);
  assertEquals(scoreTimes(burst, DAY)!.histogram, 1);
});

Deno.test("gaps of a second count, shorter ones do not", () => {
  assertEquals(scoreTimes(atSeconds(0, 1, 2, 3), DAY)?.periodSeconds, 1);
  assertEquals(scoreTimes(atSeconds(0, 0.999, 1.998, 2.997), DAY), null);
});

Deno.test("a window of less than six hours leaves timing alone", () => {
  const times = withGaps(60, 60, 60, 60);
  const short = { since: DAY.since, until: DAY.since + 5 * HOUR };
  assertEquals(scoreTimes(times, short), {
    score: 1,
    parts: ["timing"],
    timing: 1,
    duration: null,
    histogram: null,
    periodSeconds: 60,
    jitterSeconds: 0,
  });
  const longer = { since: DAY.since, until: DAY.since + 6 * HOUR };
  assertEquals(scoreTimes(times, longer)?.parts, ["timing", "duration", "histogram"]);
  // A window without a length has one bar.
  assertEquals(scoreTimes(times, { since: DAY.since, until: DAY.since }), null);
});

Deno.test("hours in which nobody looked are neither empty nor an interruption, by hand", () => {
  // Each ten minutes from 0:00 to 5:50 and from 12:00 to 17:50, when somebody looked: 12 bars of 6.
  const watched = hours(24).map((hour) => hour < 6 || (hour >= 12 && hour < 18));
  const times = hours(24).filter((hour) => watched[hour]).flatMap((hour) =>
    hours(6).map((time) => DAY.since + hour * HOUR + time * 10 * MINUTE)
  );
  const scored = scoreTimes(times, { ...DAY, watched })!;
  // In a row 12 / 12. Without `watched`, in a row 6 / 12, and the span is 17.83 / 24 = 0.743.
  assertEquals([scored.histogram, scored.duration], [1, 1]);
  assertEquals(scoreTimes(times, DAY)!.duration, 0.743);
  // Somebody looked in five hours of the day: too few to judge the day.
  const few = hours(24).map((hour) => hour < 5);
  const early = times.filter((time) => time < DAY.since + 5 * HOUR);
  assertEquals(scoreTimes(early, { ...DAY, watched: few })?.parts, ["timing"]);
});

Deno.test("windows of years and times of any age are judged", () => {
  const since = Date.UTC(1970, 0, 1);
  const year = 366 * 24 * HOUR;
  const until = since + 60 * year;
  const times = Array.from({ length: 600 }, (_, at) => since + at * year / 10);
  const scored = scoreTimes(times, { since, until })!;
  assertEquals([scored.timing, scored.histogram, scored.duration], [1, 1, 0.998]);
  const late = { since: 8.64e15 - 24 * HOUR, until: 8.64e15 };
  assertEquals(scoreTimes(hours(24).map((hour) => late.since + hour * HOUR), late)?.score, 1);
});

const someTimes = fc.array(fc.integer({ min: 0, max: 86_400_000 }), { maxLength: 200 })
  .map((times) => times.map((time) => DAY.since + time));

Deno.test("a score and its parts are from 0 to 1, and it is the mean of its parts", () => {
  fc.assert(fc.property(someTimes, fc.integer({ min: 1, max: 72 }), (times, length) => {
    const scored = scoreTimes(times, { since: DAY.since, until: DAY.since + length * HOUR });
    if (scored === null) return;
    const values = scored.parts.map((part) => scored[part]!);
    for (const value of [scored.score, ...values]) assert(value >= 0 && value <= 1, `${value}`);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    assert(Math.abs(scored.score - mean) <= 0.0005001);
    assert(scored.jitterSeconds <= scored.periodSeconds);
  }));
});

Deno.test("the order of the times does not matter, nor when the window begins", () => {
  fc.assert(fc.property(
    someTimes.chain((times) =>
      fc.tuple(fc.constant(times), fc.shuffledSubarray(times, { minLength: times.length }))
    ),
    fc.integer({ min: -1e12, max: 1e12 }),
    ([times, shuffled], shift) => {
      const expected = scoreTimes(times, DAY);
      assertEquals(scoreTimes(shuffled, DAY), expected);
      const moved = { since: DAY.since + shift, until: DAY.until + shift };
      assertEquals(scoreTimes(times.map((time) => time + shift), moved), expected);
    },
  ));
});

Deno.test("what is given is not changed", () => {
  const times = Object.freeze(atSeconds(180, 0, 120, 60));
  assertEquals(scoreTimes(times, DAY)?.timing, 1);
});

Deno.test("more jitter does not raise the timing, over many series", () => {
  const means = [0, 0.1, 0.2, 0.4, 0.8].map((jitter) => {
    const scores = Array.from({ length: 100 }, (_, seed) => {
      const contacts = beacon({ every: 5 * MINUTE, jitter })(randomFrom(seed));
      return scoreTimes(contacts.map(({ from }) => from), { since: 0, until: 24 * HOUR })!.timing;
    });
    return scores.reduce((sum, score) => sum + score, 0) / scores.length;
  });
  assertEquals(means[0], 1);
  assertEquals(means, means.toSorted((one, other) => other - one));
  assert(means.at(-1)! < 0.85, `${means}`);
});
