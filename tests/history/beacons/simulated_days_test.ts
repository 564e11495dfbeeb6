/**
 * What simulated days score, and that docs/beacons.md tells it.
 *
 * @module
 */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { meanScore, SIMULATIONS, withScoreTable } from "../../../scripts/beacons/score_table.ts";
import { ROOT } from "../../support/program.ts";

function scoreOf(name: string, lookSeconds: number | null = null) {
  assert(name in SIMULATIONS, name);
  return meanScore(SIMULATIONS[name]!, lookSeconds);
}

Deno.test("beacons score high, people do not", () => {
  // Uniform jitter of ± j has quartiles at ± j/2 and so a MAD of j/2 around the period: the timing is
  // near (1 + 1 − j/2) / 2, less what chance makes of the skewness.
  const minute = scoreOf("beacon, 60 s ± 10 %")!;
  assert(minute.timing > 0.95 && minute.timing < 0.976, `${minute.timing}`);
  const fiveMinutes = scoreOf("beacon, 5 min ± 30 %")!;
  assert(fiveMinutes.timing > 0.87 && fiveMinutes.timing < 0.926, `${fiveMinutes.timing}`);
  for (const { score, duration } of [minute, fiveMinutes]) {
    assert(score >= 0.9, `${score}`);
    assertEquals(duration, 1);
  }
  const person = scoreOf("a person who browses")!;
  assert(person.score < 0.5, `${person.score}`);
  assert(scoreOf("push service, again every 29 min")!.score >= 0.9);
});

Deno.test("what comes at random all day is below what RITA calls high", () => {
  // Exponential gaps: quartiles 0.288, 0.693, 1.386 of the mean give a skewness of 0.262, and the MAD
  // is 0.481 of the mean: (1 − 0.262 + 1 − 0.481 / 0.693) / 2 = 0.522.
  const random = scoreOf("at random, 5 min in the mean")!;
  assert(Math.abs(random.timing - 0.522) < 0.02, `${random.timing}`);
  assert(random.score < 0.9);
});

Deno.test("a connection that is held open is no beacon", () => {
  for (const seconds of [null, 10, 60, 300]) {
    assertEquals(scoreOf("push service, held open", seconds), null);
  }
});

Deno.test("looks that are too rare say so", () => {
  const minute = "beacon, 60 s ± 10 %";
  assertEquals(scoreOf(minute)!.isRough, false);
  assertEquals(scoreOf(minute, 10)!.isRough, true);
  assertEquals(scoreOf(minute, 10)!.isUseless, false);
  assertEquals(scoreOf(minute, 60)!.isUseless, true);
  assertEquals(scoreOf("beacon, 5 min ± 30 %", 10)!.isRough, false);
  // Looks every five minutes make a person as regular as they are themselves, and say it.
  assertEquals(scoreOf("a person who browses", 300)!.isUseless, true);
});

Deno.test("docs/beacons.md has the scores of the simulation", () => {
  const page = Deno.readTextFileSync(new URL("docs/beacons.md", ROOT)).replaceAll("\r\n", "\n");
  assertEquals(page, withScoreTable(page), "Run deno task docs");
});

Deno.test("a page without a place for the scores is refused", () => {
  assertThrows(() => withScoreTable("# Beacons\n"), Error, "Cannot write scores");
});
