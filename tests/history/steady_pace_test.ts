import { assertEquals, assertRejects } from "@std/assert";
import { type Pace, steadyBeats } from "../../lib/history/steady_pace.ts";
import { TestClock } from "../support/test_clock.ts";

const START = Date.UTC(2026, 10, 25, 9);

/** The beats as seconds since the start, what was missed and why; `work` is done at each. */
async function beatsOf(clock: TestClock, pace: Pace, work = (_beat: number) => {}) {
  const told: [seconds: number, missed: number, cause: string | null][] = [];
  for await (const { missed, cause } of steadyBeats(clock, pace)) {
    told.push([(clock.time - START) / 1000, missed, cause]);
    work(told.length);
  }
  return told;
}

Deno.test("beats keep to the first one, however long the work takes", async () => {
  const clock = new TestClock();
  const work = (beat: number) => void (clock.time += [0, 3500, 9999, 1][beat % 4]!);
  assertEquals(await beatsOf(clock, { every: 10_000, lasts: 50_000 }, work), [
    [0, 0, null],
    [10, 0, null],
    [20, 0, null],
    [30, 0, null],
    [40, 0, null],
    [50, 0, null],
  ]);
});

Deno.test("ten thousand beats with work do not drift", async () => {
  const clock = new TestClock();
  const beats = await beatsOf(clock, { every: 10_000, lasts: 100_000_000 }, () => {
    clock.time += 137;
  });
  assertEquals(beats.length, 10_001);
  assertEquals(beats.at(-1), [100_000, 0, null]);
});

Deno.test("work that takes too long misses beats, which never pile up", async () => {
  const clock = new TestClock();
  const work = (beat: number) => void (clock.time += beat === 2 ? 25_000 : 1);
  // The work of the beat at 10 s ends at 35 s: those at 20 and 30 are missed.
  assertEquals(await beatsOf(clock, { every: 10_000, lasts: 60_000 }, work), [
    [0, 0, null],
    [10, 0, null],
    [40, 2, "work"],
    [50, 0, null],
    [60, 0, null],
  ]);
});

Deno.test("work that ends just when the next beat is due misses none", async () => {
  const clock = new TestClock();
  assertEquals(
    await beatsOf(clock, { every: 1000, lasts: 3000 }, () => void (clock.time += 1000)),
    [[0, 0, null], [1, 0, null], [2, 0, null], [3, 0, null]],
  );
});

Deno.test("a computer that slept beats at once when it wakes, and keeps to the first beat", async () => {
  const clock = new TestClock();
  let isAsleep = true;
  clock.during = () => {
    if (clock.time < START + 20_000 || !isAsleep) return;
    isAsleep = false;
    clock.time += 3_607_000; // an hour and seven seconds, from 20 s on
  };
  assertEquals(await beatsOf(clock, { every: 10_000, lasts: 3_650_000 }), [
    [0, 0, null],
    [10, 0, null],
    [3627, 360, "clock"],
    [3630, 0, null],
    [3640, 0, null],
    [3650, 0, null],
  ]);
});

Deno.test("a clock that is set back moves the beats with it", async () => {
  const clock = new TestClock();
  let isRight = true;
  clock.during = () => {
    if (clock.time < START + 20_000 || !isRight) return;
    isRight = false;
    clock.time -= 3_605_000; // in the middle of a sleep: 5 s of it and an hour
  };
  const beats = await beatsOf(clock, { every: 10_000, lasts: 40_000 });
  // From the reading at 20 s the clock says an hour and 5 s less.
  assertEquals(beats, [
    [0, 0, null],
    [10, 0, null],
    [-3585, 0, null],
    [-3575, 0, null],
    [-3565, 0, null],
  ]);
});

Deno.test("a clock that is set back during the work does not stop the beats", async () => {
  const clock = new TestClock();
  const work = (beat: number) => void (clock.time += beat === 2 ? -86_400_000 : 0);
  const beats = await beatsOf(clock, { every: 10_000, lasts: 30_000 }, work);
  assertEquals(beats.map(([seconds]) => seconds), [0, 10, -86_380, -86_370]);
});

Deno.test("long waits are slept in pieces, so that one over which the computer slept ends in time", async () => {
  const clock = new TestClock();
  await beatsOf(clock, { every: 3_600_000, lasts: 3_600_000 });
  assertEquals(Math.max(...clock.sleeps), 30_000);
  assertEquals(clock.sleeps.length, 120);
});

Deno.test("a timer that fires early is waited for again", async () => {
  const clock = new TestClock();
  let isEarly = false;
  clock.during = () => {
    isEarly = !isEarly;
    if (isEarly) clock.time -= 1;
  };
  const beats = await beatsOf(clock, { every: 1000, lasts: 2000 });
  assertEquals(beats.map(([seconds]) => seconds), [0, 1, 2]);
});

Deno.test("without an end it beats until the signal, whose reason it throws", async () => {
  const clock = new TestClock();
  const controller = new AbortController();
  const reason = new Error("interrupted");
  let beats = 0;
  const thrown = await assertRejects(async () => {
    for await (const _ of steadyBeats(clock, { every: 1000, signal: controller.signal })) {
      if (++beats === 5) controller.abort(reason);
    }
  });
  assertEquals([beats, thrown], [5, reason]);
});

Deno.test("an end before the second beat leaves the first", async () => {
  assertEquals((await beatsOf(new TestClock(), { every: 1000, lasts: 999 })).length, 1);
});
