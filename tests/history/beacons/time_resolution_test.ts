import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { judgeResolution } from "../../../lib/history/beacons/time_resolution.ts";
import { randomFrom } from "../../../scripts/beacons/simulated_contacts.ts";

const FROM_LOOKS = { isExact: false, wasSeenAgain: true };
const EXACT = { isExact: true, wasSeenAgain: true };

function judge(lookSeconds: number, periodSeconds: number, times = Array(8).fill(FROM_LOOKS)) {
  return judgeResolution(times.map((time) => ({ lookSeconds, ...time })), periodSeconds);
}

Deno.test("looks are exact enough that are 0.12 of a gap apart", () => {
  for (const [looks, gap] of [[7, 60], [36, 300], [7 * 60, 3600], [0.1, 1]] as const) {
    assertEquals(judge(looks, gap), { seconds: looks, isUsable: true, note: null });
  }
  for (const [looks, gap] of [[8, 60], [37, 300], [8 * 60, 3600]] as const) {
    const { seconds, isUsable, note } = judge(looks, gap);
    assertEquals([seconds, isUsable], [looks, true]);
    assertStringIncludes(note!, "do not rely on the score");
  }
  assertEquals(
    judge(10, 60).note,
    "looks 10 s apart are rare for gaps of 1 min: do not rely on the score; look every 7 s",
  );
});

Deno.test("nobody is told to look more than once a second", () => {
  assertEquals(
    judge(1, 5).note,
    "looks 1 s apart are rare for gaps of 5 s: do not rely on the score",
  );
});

Deno.test("with fewer than three looks in a gap no score says anything", () => {
  assertEquals(judge(20, 60).isUsable, true);
  assertEquals(judge(21, 60), {
    seconds: 21,
    isUsable: false,
    note: "looks 21 s apart are too rare for gaps of 1 min: do not trust the score, " +
      "anything busy looks regular then; look more often",
  });
  assertEquals(judge(300, 300).isUsable, false);
});

Deno.test("exact times need no looks, where nothing is missed between them", () => {
  const exact = Array(8).fill(EXACT);
  assertEquals(judge(300, 60, exact), { seconds: 0.001, isUsable: true, note: null });
  // Connections that last less than from one look to the next are seen when the looks are.
  const brief = Array(8).fill({ ...EXACT, wasSeenAgain: false });
  assertEquals(judge(300, 300, brief).isUsable, false);
  assertEquals(judge(300, 900, brief), { seconds: 0.001, isUsable: true, note: null });
});

Deno.test("one time in eight may be inexact: two gaps in eight are", () => {
  const few = [FROM_LOOKS, ...Array(7).fill(EXACT)];
  assertEquals(judge(10, 60, few).seconds, 0.001);
  assertEquals(judge(10, 60, [FROM_LOOKS, ...few]).seconds, 10);
});

Deno.test("the looks count at which a series was found", () => {
  const found = (...looks: (number | null)[]) =>
    judge(0, 600, looks.map((lookSeconds) => ({ ...FROM_LOOKS, lookSeconds }))).seconds;
  assertEquals(found(10, 10, 300, 300, 300), 300);
  assertEquals(found(null, 10, 20, null), 15);
  // After long times without a look nothing is known of looks, nor needed of exact times.
  const late = Array(8).fill({ ...EXACT, wasSeenAgain: false, lookSeconds: null });
  assertEquals(judge(0, 60, late), { seconds: 0.001, isUsable: true, note: null });
});

Deno.test("looks that are p apart put gaps wrong by p/√6 in the mean square", () => {
  const random = randomFrom(1);
  const p = 7;
  let at = 0;
  // Jitter of several looks, so that where a time lies between two looks is not that of the one before.
  const times = Array.from({ length: 20_000 }, () => at += 60 + 4 * p * (random() - 0.5));
  const seen = times.map((time) => Math.ceil(time / p) * p);
  const errors = times.slice(1).map((time, index) =>
    (seen[index + 1]! - seen[index]!) - (time - times[index]!)
  );
  const rms = Math.sqrt(errors.reduce((sum, error) => sum + error ** 2, 0) / errors.length);
  assert(Math.abs(rms - p / Math.sqrt(6)) < 0.05, `${rms}`);
  assert(rms <= 0.05 * 60, "5 % of a minute");
});
