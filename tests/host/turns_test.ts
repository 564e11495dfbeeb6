/** Turns of the event loop in long work. */
import { assert, assertEquals } from "@std/assert";
import { inTurns, turnTaker } from "../../lib/host/turns.ts";
import type { Steps } from "../../lib/model/steps.ts";

/** Work of a hundred steps, each of which takes a millisecond of a clock. */
function* work(clock: { time: number }): Steps<string> {
  for (let step = 0; step < 100; step++) {
    clock.time++;
    yield;
  }
  return "done";
}

function testClock() {
  const clock = { time: 0, sleeps: [] as number[] };
  const sleep = () => {
    clock.sleeps.push(clock.time);
    return Promise.resolve();
  };
  return { ...clock, clock, now: () => clock.time, sleep };
}

Deno.test("long work takes a turn every ten milliseconds, not at each step", async () => {
  const { clock, ...host } = testClock();
  assertEquals(await inTurns(work(clock), turnTaker(host)), "done");
  assertEquals(clock.sleeps, [10, 20, 30, 40, 50, 60, 70, 80, 90, 100]);
});

Deno.test("a clock that is set back does not end the turns", async () => {
  const { clock, ...host } = testClock();
  const turn = turnTaker(host);
  clock.time = -3_600_000;
  await inTurns(work(clock), turn);
  assert(clock.sleeps.length >= 10, `${clock.sleeps.length}`);
});

Deno.test("without turns it is all done before anything else", async () => {
  const { clock } = testClock();
  let isOther = false;
  queueMicrotask(() => isOther = true);
  const result = inTurns(work(clock), undefined);
  assertEquals([clock.time, isOther], [100, false]);
  assertEquals(await result, "done");
});
